package io.mainstay.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.IntegrationTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

/// The committed API document is the one that the program serves, and the reference page works without internet.
@IntegrationTest
class OpenApiIT {

    @Autowired
    RestTestClient http;

    @Test
    void isCommittedAsServed() {
        var document = http.get().uri("/v3/api-docs.yaml").exchange().expectStatus().isOk().expectBody(String.class)
                .returnResult().getResponseBody();

        Generated.check("openapi.yaml", String.valueOf(document));
    }

    @Test
    void callsEachOperationByANameOfItsOwn() {
        var document = http.get().uri("/v3/api-docs.yaml").exchange().expectStatus().isOk().expectBody(String.class)
                .returnResult().getResponseBody();

        var names = Pattern.compile("operationId: (\\S+)").matcher(String.valueOf(document)).results()
                .map(name -> name.group(1)).toList();
        // the one that OpenID Connect wants by GET and by POST
        assertThat(names).contains("userInfoShow_1").hasSizeGreaterThan(50).doesNotHaveDuplicates()
                .allMatch(name -> name.equals("userInfoShow_1") || name.matches("[a-z][a-zA-Z]+"));
    }

    @Test
    void isShownWithoutFetchingFromElsewhere() {
        var page = http.get().uri("/swagger-ui/index.html").exchange().expectStatus().isOk().expectBody(String.class)
                .returnResult().getResponseBody();

        assertThat(page).contains("swagger-ui").doesNotContain("http://").doesNotContain("https://");
        http.get().uri("/docs").exchange().expectStatus().is3xxRedirection();
    }
}
