package io.mainstay.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TopologyTests {

    @Test
    void describesEveryMessageByASchemaAndHasAQueueForEach() throws IOException {
        try (var files = Files.list(Path.of("docs/reference/messages"))) {
            var described = files.map(file -> file.getFileName().toString())
                    .map(name -> name.replaceAll("\\.v\\d+\\.schema\\.json$", "")).toList();
            assertThat(described).containsExactlyInAnyOrderElementsOf(
                    Topology.SUBSCRIPTIONS.stream().flatMap(each -> each.routingKeys().stream()).toList());
        }
    }
}
