"""Questions of a chat, their answers, and the buttons under these."""
