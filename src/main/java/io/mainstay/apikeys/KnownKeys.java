package io.mainstay.apikeys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Keys as the database knew them a moment ago: a program that sends a thousand requests in a second costs two
/// questions. A key that is revoked elsewhere is nothing here when that moment is over. While the database is away,
/// nothing is known.
@Component
class KnownKeys {

    private final ApiKeyStore store;
    private final Cache<ApiKeyId, Optional<KnownKey>> known;

    KnownKeys(ApiKeyStore store, ApiKeySettings settings) {
        this.store = store;
        this.known = Caffeine.newBuilder().maximumSize(settings.maxRemembered())
                .expireAfterWrite(settings.remembered()).build();
    }

    /// @throws org.springframework.dao.DataAccessException if the database doesn't answer
    Optional<KnownKey> find(ApiKeyId id) {
        return known.get(id, store::live);
    }

    /// Call it after the commit of what changed the key.
    void forget(ApiKeyId id) {
        known.invalidate(id);
    }
}
