package io.mainstay.notifications;

import java.time.Instant;

/// `organization.invited`, version 1.
///
/// @param email to whom: personal data, which no account may know
record OrganizationInvited(String invitationId, String organizationName, String email, Instant expiresAt) {

    @Override
    public String toString() {
        return "OrganizationInvited[" + invitationId + "]";
    }
}
