package io.mainstay.organizations;

import java.time.Instant;

/// The message `organization.invited`, version 1: an address, which may have no account, has to get a mail.
///
/// @param email personal data
record OrganizationInvited(InvitationId invitationId, OrganizationName organizationName, String email,
        Instant expiresAt) {

    static final String TYPE = "organization.invited";
    static final int VERSION = 1;

    static OrganizationInvited of(Invitation invitation) {
        return new OrganizationInvited(invitation.id(), invitation.organizationName(), invitation.email(),
                invitation.expiresAt());
    }

    /// Without personal data.
    @Override
    public String toString() {
        return "OrganizationInvited[" + invitationId + "]";
    }
}
