package io.mainstay.organizations;

import io.mainstay.authorization.RoleName;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.OrganizationId;
import io.mainstay.paging.Keyset;
import java.time.Instant;

/// An open invitation, with the name of the organization that it is for.
record Invitation(InvitationId id, OrganizationId organization, OrganizationName organizationName, String email,
        RoleName role, AccountId invitedBy, Instant createdAt, Instant expiresAt) {

    Keyset keyset() {
        return new Keyset(createdAt, id.value());
    }

    /// Without personal data.
    @Override
    public String toString() {
        return "Invitation[" + id + "]";
    }
}
