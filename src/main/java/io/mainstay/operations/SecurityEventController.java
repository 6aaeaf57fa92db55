package io.mainstay.operations;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.caller.AccountId;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.rowsecurity.AllRows;
import io.mainstay.securitylog.SecurityEvent;
import io.mainstay.securitylog.SecurityLog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The security log for those who look after the installation.
@RestController
@Tag(name = "Operations")
class SecurityEventController {

    private final SecurityLog log;
    private final AllRows rows;

    SecurityEventController(SecurityLog log, AllRows rows) {
        this.log = log;
        this.rows = rows;
    }

    @RequiresPermission(Permission.SECURITY_READ)
    @Operation(summary = "What happened to an account", description = "Newest first. Without account: what concerns none that is known, such as refused sign-ins with unknown addresses and replaced signing keys.")
    @GetMapping("/v1/security-events")
    ResponseEntity<Page<SecurityEvent>> list(@RequestParam @Nullable AccountId account,
            @RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        var request = PageRequest.of(limit, cursor);
        var page = rows.read(() -> log.of(account, request));
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }
}
