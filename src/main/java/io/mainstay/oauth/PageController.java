package io.mainstay.oauth;

import io.mainstay.caller.OpenToEveryone;
import io.swagger.v3.oas.annotations.Hidden;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Where a browser is sent that comes from another application. The pages are the same for everybody; their scripts ask
/// the API, by the browser's cookie.
@RestController
@Hidden
class PageController {

    @OpenToEveryone
    @GetMapping(path = "/log-in", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<Resource> logIn() {
        return page("log-in");
    }

    @OpenToEveryone
    @GetMapping(path = "/authorize-application", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<Resource> authorizeApplication() {
        return page("authorize-application");
    }

    @OpenToEveryone
    @GetMapping(path = "/device", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<Resource> device() {
        return page("device");
    }

    private static ResponseEntity<Resource> page(String name) {
        return ResponseEntity.ok().contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(new ClassPathResource("pages/" + name + ".html"));
    }
}
