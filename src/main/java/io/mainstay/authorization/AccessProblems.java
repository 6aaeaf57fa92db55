package io.mainstay.authorization;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// What can be wrong with roles and bindings.
public final class AccessProblems {

    public static final ProblemType EXCEEDS_OWN_RIGHTS = new ProblemType("exceeds-own-rights", HttpStatus.FORBIDDEN,
            "Nobody can give or take what they don't have",
            "Leave out the permissions that missing names, or ask somebody who has them.");
    public static final ProblemType UNKNOWN_ROLE = new ProblemType("unknown-role", HttpStatus.UNPROCESSABLE_CONTENT,
            "There is no such role here", "Use a role of the list of roles of the same scope.");
    public static final ProblemType UNKNOWN_SUBJECT = new ProblemType("unknown-account-for-role",
            HttpStatus.UNPROCESSABLE_CONTENT, "There is no account that could hold the role",
            "Use the id of an account that is open, or of a service account.");
    public static final ProblemType ROLE_NAME_TAKEN = new ProblemType("role-name-taken", HttpStatus.CONFLICT,
            "There is a role of this name", "Change that role, or choose another name.");
    public static final ProblemType ROLE_IN_USE = new ProblemType("role-in-use", HttpStatus.CONFLICT,
            "Somebody holds the role", "Revoke its bindings first.");
    public static final ProblemType LAST_ADMINISTRATOR = new ProblemType("last-administrator", HttpStatus.CONFLICT,
            "The last administrator stays", "Make somebody else an administrator first.");
    public static final ProblemType LAST_OWNER = new ProblemType("last-owner", HttpStatus.CONFLICT,
            "The last owner of an organization stays", "Make somebody else an owner first.");
    public static final ProblemType TOO_MANY = new ProblemType("access-limit-reached", HttpStatus.CONFLICT,
            "There are as many as there can be", "Remove one that isn't needed; the detail names the limit.");

    private AccessProblems() {}
}
