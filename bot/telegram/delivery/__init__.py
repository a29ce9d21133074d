"""From an update to its answer: nothing is lost on the way, whatever fails.

The handlers know nothing of this. They make calls of the library's bot, and every call goes
through ``calls``. What an update goes through, and what moves it on:

                 take: written to the state file, then confirmed to Telegram
                                       |
                                       v
       +-------------------------> IN HAND  <----------------- start: what an earlier process left
       |                               |
       |  due: the pause is over       |  the turn of its chat, oldest first
       |                               v
    WAITING <------------------- BEING WORKED ON -------------------> GIVEN UP
       ^    refused for now, not      |    |      twice the process ended with no other at work,
       |    reached, the bot stops    |    |      or a day has passed: its asker is told so
       |                              |    |
       |                              |    +--> UNKNOWN   all went out, no reply came in time
       |                              |            |  |
       |                              v            |  +--> once more, after a probe of the chat
       |                            SENT           |
       |                              |            +-----> silent a second time: DONE
       +---- another call of the      |
             same update failed       |  all calls are made, or refused for good
                                      v
                                    DONE   struck; its number is remembered

An update that waited is handled anew from its beginning, by the same handler; what was done for it
is not done again (``in_hand``). So what was sent in part is finished. Its answer is worked out from
the articles of then, for the day on which it was asked, and after ten minutes says when that was.

Where the process ends in the middle, what had not come to its first call is suspected. After the
start the suspects are begun one by one, so that only one that was alone is counted as the cause.

``polling`` and ``webhook`` receive, through one ``connection``; the library sends through a
``watched_request``; both over ``http``. ``reading`` makes deliveries of JSON, ``queue`` has the
states, ``turns`` the order, ``in_hand`` an update and what was done for it, ``records`` what the
state file says of it, through the ``writer``; ``calls`` makes the calls and ``limits`` say when a
chat may be written to; ``ownership`` is one process for each state file, and ``clock`` the time,
which tests can move.
"""
