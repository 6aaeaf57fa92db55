package io.mainstay.authorization;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.mainstay.caller.AccountId;
import io.mainstay.paging.Keyset;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// That an account holds a role in a scope.
///
/// @param accountId a person's or a service's
/// @param grantedBy absent for what the program itself granted
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoleBinding(BindingId id, AccountId accountId, RoleName role, @JsonIgnore Scope scope,
        @Nullable AccountId grantedBy, Instant grantedAt) {

    Keyset keyset() {
        return new Keyset(grantedAt, id.value());
    }
}
