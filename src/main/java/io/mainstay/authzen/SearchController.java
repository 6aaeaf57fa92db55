package io.mainstay.authzen;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.caller.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Searches for what decisions would permit. Source: AuthZEN Authorization API 1.0.
@RestController
@RequestMapping("/access/v1/search")
@Tag(name = "Access")
class SearchController {

    private final Searches searches;

    SearchController(Searches searches) {
        this.searches = searches;
    }

    @PostMapping("/subject")
    @RequiresPermission(Permission.ACCESS_CHECK)
    @ApiResponse(responseCode = "200", description = "A page of subjects.")
    @Operation(summary = "Search who may do something", description = "AuthZEN Subject Search, with access:evaluate. What everybody may do can't be searched.")
    ResponseEntity<Entities.Results<Entities.Subject>> subjects(Caller caller, @RequestBody Entities.Search request) {
        return fresh(searches.subjects(caller, request));
    }

    @PostMapping("/resource")
    @RequiresPermission(Permission.ACCESS_CHECK)
    @ApiResponse(responseCode = "200", description = "A page of resources.")
    @Operation(summary = "Search where somebody may do something", description = "AuthZEN Resource Search, among organizations and the installation; orders and payments are listed by their own addresses.")
    ResponseEntity<Entities.Results<Entities.Resource>> resources(Caller caller, @RequestBody Entities.Search request) {
        return fresh(searches.resources(caller, request));
    }

    @PostMapping("/action")
    @RequiresPermission(Permission.ACCESS_CHECK)
    @ApiResponse(responseCode = "200", description = "All actions, on one page.")
    @Operation(summary = "Search what somebody may do", description = "AuthZEN Action Search.")
    ResponseEntity<Entities.Results<Entities.Action>> actions(Caller caller, @RequestBody Entities.Search request) {
        return fresh(searches.actions(caller, request));
    }

    private static <T> ResponseEntity<T> fresh(T body) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
    }
}
