# One image for every role: application instance, worker, migration, sandbox card network. The main class is the
# command, everything else is configuration. It holds no secret and no default for one.

FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml .
COPY db db
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -Dmaven.test.skip=true package && \
    java -Djarmode=tools -jar target/mainstay-*-SNAPSHOT.jar extract --layers --destination target/layers && \
    mv target/layers/application/mainstay-*.jar target/layers/application/mainstay.jar

FROM eclipse-temurin:25-jre AS runtime
RUN groupadd --gid 10001 mainstay && \
    useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin mainstay && \
    install -d -o 10001 -g 10001 -m 700 /data
WORKDIR /app
# what changes least comes first: the libraries stay in their layer when only the program changes
COPY --from=build /src/target/layers/dependencies/ ./
COPY --from=build /src/target/layers/snapshot-dependencies/ ./
COPY compose/image/ ./
COPY --from=build /src/target/layers/application/ ./
ENV SPRING_CONFIG_IMPORT=optional:configtree:/run/secrets/ \
    LOGGING_STRUCTURED_FORMAT_CONSOLE=ecs

# The training run for the AOT cache starts the whole program, here, on the very files and the very JVM that will use
# the cache, and ends when everything is wired. Nothing it would talk to exists, so nothing is contacted.
FROM runtime AS training
RUN MAINSTAY_AUTH_KEY_ENCRYPTION_KEY="$(head -c 32 /dev/urandom | base64)" \
    LOGGING_STRUCTURED_FORMAT_CONSOLE='' \
    java @jvm.options -XX:AOTCacheOutput=mainstay.aot \
      -Dspring.context.exit=onRefresh \
      -Dspring.datasource.url=jdbc:postgresql://127.0.0.1:1/training \
      -Dspring.flyway.enabled=false -Dmainstay.schema.check=false \
      -Dspring.jpa.hibernate.ddl-auto=none \
      -Dspring.jpa.properties.hibernate.boot.allow_jdbc_metadata_access=false \
      -Dspring.jpa.database-platform=org.hibernate.dialect.PostgreSQLDialect \
      -Dspring.rabbitmq.listener.simple.auto-startup=false -Dspring.rabbitmq.dynamic=false \
      -jar mainstay.jar && \
    test -s mainstay.aot

FROM runtime
COPY --from=training /app/mainstay.aot ./
USER 10001:10001
EXPOSE 8080 9090
ENTRYPOINT ["java", "@/app/jvm.options", "-XX:AOTCache=/app/mainstay.aot", "-cp", "/app/mainstay.jar"]
CMD ["io.mainstay.Mainstay"]
