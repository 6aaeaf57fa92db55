package io.mainstay.oauth;

import io.mainstay.caller.Caller;
import io.mainstay.caller.OpenToEveryone;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/// Who it is that a client acts for.
@RestController
@Tag(name = "OAuth")
class UserInfoController {

    static final String PATH = "/userinfo";

    private final IdentityClaims identity;

    UserInfoController(IdentityClaims identity) {
        this.identity = identity;
    }

    /// Open as far as permissions are concerned: what it needs is none, but the scope `openid`, which is looked at here.
    @OpenToEveryone
    @ApiResponse(responseCode = "200", description = "By the scopes: `sub`; with profile `name`; with email `email` and `email_verified`.")
    @ApiResponse(responseCode = "401", description = "`unauthenticated`")
    @ApiResponse(responseCode = "403", description = "`forbidden`: the access token lacks the scope openid")
    @Operation(summary = "Who the client acts for", description = "OpenID Connect Core, 5.3. With an access token of an authorization whose scopes include openid.")
    @RequestMapping(path = PATH, method = {RequestMethod.GET, RequestMethod.POST})
    ResponseEntity<Map<String, Object>> show(Caller caller) {
        if (caller.isUnlimited() || !caller.covers(Scope.OPENID)) {
            throw new Refusal(HttpProblems.FORBIDDEN, "This needs an access token with the scope openid.");
        }
        var claims = new LinkedHashMap<String, Object>();
        claims.put("sub", caller.account().toString());
        claims.putAll(identity.of(caller.account(), Objects.requireNonNull(caller.scopes())));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(claims);
    }
}
