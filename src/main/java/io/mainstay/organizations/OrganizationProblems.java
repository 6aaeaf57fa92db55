package io.mainstay.organizations;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// What can be wrong with organizations, members and invitations.
final class OrganizationProblems {

    static final ProblemType TOO_MANY_ORGANIZATIONS = new ProblemType("too-many-organizations", HttpStatus.CONFLICT,
            "An account can't belong to more organizations", "Leave one of them; the detail names the limit.");
    static final ProblemType ORGANIZATION_FULL = new ProblemType("organization-full", HttpStatus.CONFLICT,
            "The organization can't have more members or open invitations",
            "Remove some; the detail names the limit.");
    static final ProblemType NOT_A_MEMBER = new ProblemType("not-a-member", HttpStatus.UNPROCESSABLE_CONTENT,
            "The account doesn't belong to the organization", "Invite its owner first.");
    static final ProblemType INVITATION_VOID = new ProblemType("invitation-void", HttpStatus.CONFLICT,
            "The invitation doesn't count any more", "Ask for another by somebody who may give the role.");
    static final ProblemType TOO_MANY_INVITATIONS = new ProblemType("too-many-invitations",
            HttpStatus.TOO_MANY_REQUESTS, "Too many invitations at a time", "Invite again after Retry-After.");

    private OrganizationProblems() {}
}
