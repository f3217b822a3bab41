# The server with its page, and the command line. From the repository's folder: docker build -f compose/server.Dockerfile .
ARG BASE=ubuntu:26.04

FROM ${BASE} AS build
RUN apt-get update && apt-get install -y --no-install-recommends dotnet-sdk-10.0 nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish src/AutoValley.Server -c Release -o /app/server --nologo -v quiet \
 && dotnet publish src/AutoValley.Cli -c Release -o /app/cli --nologo -v quiet

FROM ${BASE}
RUN apt-get update && apt-get install -y --no-install-recommends aspnetcore-runtime-10.0 ca-certificates curl && rm -rf /var/lib/apt/lists/* \
 && printf '#!/bin/sh\nexec dotnet /app/cli/autovalley.dll "$@"\n' > /usr/local/bin/autovalley && chmod +x /usr/local/bin/autovalley \
 && useradd --system --home-dir /var/lib/autovalley --create-home autovalley
COPY --from=build /app /app
COPY src/AutoValley.Server/Demo/test-ground.geojson /usr/share/autovalley/test-ground.geojson
USER autovalley
VOLUME /var/lib/autovalley
EXPOSE 1883 8080 8081
# As its health says it; a server that cannot take batches is not healthy.
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s CMD curl -fsS http://127.0.0.1:8080/health || exit 1
# 8080, 8081 and 1883 of all addresses of the container: who may reach them is said where they are published.
ENTRYPOINT ["dotnet", "/app/server/AutoValley.Server.dll", "--data", "/var/lib/autovalley", "--http", "0.0.0.0:8080", "--grpc", "0.0.0.0:8081", "--mqtt", "0.0.0.0:1883", "--insecure"]
