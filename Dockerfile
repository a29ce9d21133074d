FROM python:3.13-slim

RUN useradd --create-home --home-dir /data --uid 1000 tanya
COPY pyproject.toml README.md LICENSE constraints.txt /source/
COPY bot /source/bot
RUN pip install --no-cache-dir --constraint /source/constraints.txt /source && rm -r /source \
    && mkdir -p /data/state && chown -R tanya /data
USER tanya
WORKDIR /data
VOLUME /data/state
STOPSIGNAL SIGTERM
ENTRYPOINT ["tanya"]
CMD ["serve"]
