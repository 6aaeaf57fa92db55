package io.mainstay.securitylog;

import io.mainstay.caller.Caller;
import io.mainstay.caller.ForCallerThemselves;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What happened to the caller's own account.
@RestController
@Tag(name = "Accounts")
class SecurityLogController {

    private final SecurityLog log;

    SecurityLogController(SecurityLog log) {
        this.log = log;
    }

    @ForCallerThemselves
    @Operation(summary = "What happened to one's own account", description = "Sign-ins, refused ones, ended sessions, changed credentials, newest first. Of many refused guesses in a minute the first are listed, and how many there were beyond them.")
    @GetMapping("/v1/account/security-events")
    ResponseEntity<Page<SecurityEvent>> list(Caller caller, @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var page = log.of(caller.account(), PageRequest.of(limit, cursor));
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }
}
