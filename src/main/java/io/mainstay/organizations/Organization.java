package io.mainstay.organizations;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.mainstay.caller.OrganizationId;
import io.mainstay.http.Etag;
import java.time.Instant;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;

/// An organization as its members see it.
record Organization(OrganizationId id, OrganizationName name, Instant createdAt, @JsonIgnore long version) {

    ResponseEntity<Organization> answer(ResponseEntity.BodyBuilder answer) {
        return answer.eTag(Etag.of(version)).cacheControl(CacheControl.noStore()).body(this);
    }
}
