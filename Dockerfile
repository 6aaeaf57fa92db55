# One image for every role: application instance, worker, migration, sandbox card network. The main class is the
# command, everything else is configuration. It holds no secret and no default for one.

FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml .
COPY db db
COPY src/main src/main
# a warning of a newer JDK is a matter for the tests, not a reason not to start
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -Dmaven.test.skip=true -Dwarnings=-Xdiags:compact package && \
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

# The AOT cache comes from a run of the program on a real database, so this stage is PostgreSQL's image with the
# runtime's own Java and the runtime's own files: a JVM accepts the cache only for exactly those.
FROM postgres:18 AS training
COPY --from=runtime /opt/java/openjdk /opt/java/openjdk
COPY --from=runtime /app /app
RUN --mount=type=bind,source=compose/training,target=/training/bin \
    --mount=type=bind,source=db/roles.sql,target=/training/roles.sql \
    /training/bin/train

FROM runtime
COPY --from=training /app/mainstay.aot ./
USER 10001:10001
EXPOSE 8080 9090
ENTRYPOINT ["java", "@/app/jvm.options", "-cp", "/app/mainstay.jar"]
# the other programs are small and start without the cache
CMD ["-XX:AOTCache=/app/mainstay.aot", "io.mainstay.Mainstay"]
