package io.mainstay.apikeys;

import io.mainstay.auth.BearerCredential;
import io.mainstay.caller.Caller;
import io.mainstay.http.Origin;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Takes API keys as bearer tokens: one look-up in memory, one fast hash, and nothing written on the request's way.
@Component
class ApiKeyCredential implements BearerCredential {

    private final KnownKeys keys;
    private final LastUses uses;

    ApiKeyCredential(KnownKeys keys, LastUses uses) {
        this.keys = keys;
        this.uses = uses;
    }

    @Override
    public boolean recognizes(String token) {
        return ApiKeyToken.looksLikeOne(token);
    }

    @Override
    public Optional<Caller> authenticate(String token, HttpServletRequest request) {
        return ApiKeyToken.parse(token)
                .flatMap(presented -> keys.find(presented.id()).filter(key -> key.accepts(presented)).map(key -> {
                    uses.note(presented.id(), Origin.of(request));
                    return new Caller(key.account(), key.scopes(), null);
                }));
    }
}
