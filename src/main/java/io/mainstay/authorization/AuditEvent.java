package io.mainstay.authorization;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.OrganizationId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One row of the audit log.
///
/// @param actorId absent for what the program itself did
/// @param action what was done or tried
/// @param outcome `done` or `refused`
/// @param reason the code of the problem that refused it
/// @param organizationId absent for the installation
/// @param subjectId whose rights or membership it concerns
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditEvent(AuditEventId id, Instant at, @Nullable AccountId actorId, String action, String outcome,
        @Nullable String reason, @Nullable OrganizationId organizationId, @Nullable AccountId subjectId,
        @Nullable String role, @Nullable Map<String, Object> before, @Nullable Map<String, Object> after,
        @Nullable String requestId) {}
