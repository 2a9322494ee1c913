# What build.ps1 Analyze holds the scripts against. Editors take it from here, too.
@{
    IncludeDefaultRules = $true
    ExcludeRules        = @(
        # A handler declares parameters by position: also those that only stand before the one it needs.
        'PSReviewUnusedParameter'
        # Blocks of Pester and of handlers are read one by one; what another block uses passes for unused.
        'PSUseDeclaredVarsMoreThanAssignments'
        # The functions of examples and tests are for the script they stand in.
        'PSUseShouldProcessForStateChangingFunctions'
        # Takes the parameters of a function inside a parallel block for variables outside of it.
        'PSUseUsingScopeModifierInNewRunspaces'
    )
    Rules               = @{
        PSUseCompatibleSyntax  = @{ Enable = $true; TargetVersions = @('5.1', '7.4') }
        PSUseCompatibleCmdlets = @{ Compatibility = @('desktop-5.1.14393.206-windows') }
    }
}
