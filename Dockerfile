# The command `kg` in a container; reports are read from /reports, the bundle lies in /data. See compose.yaml for Neo4j beside it.
FROM python:3.12-slim AS build
WORKDIR /src
COPY . .
RUN pip wheel --no-cache-dir --wheel-dir /wheels --constraint constraints.txt '.[export]'

FROM python:3.12-slim
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels 'gongwen-kg[export]' \
    && useradd --create-home --uid 1000 kg \
    && mkdir /data /reports \
    && chown kg /data
USER kg
WORKDIR /data
VOLUME /data
EXPOSE 8765
ENTRYPOINT ["kg"]
CMD ["--help"]
