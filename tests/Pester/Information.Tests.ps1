Describe 'What a handler writes by Write-Information' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    BeforeEach {
        Register-TelemetryHandler tell a { Write-Information 'asked' -InformationAction Continue; Write-Information 'told' }
    }
    AfterEach { Clear-TelemetryHandler }

    # The engine gives the same record for both: it does not say that a handler asked for one to be shown.
    It 'is in the information stream of the emitter, whether it asked to be shown or not' {
        Invoke-TelemetryEvent a 6>&1 | ForEach-Object { "$_" } | Should -Be 'asked', 'told'
    }

    It 'is kept for the emitter by -InformationVariable' {
        Invoke-TelemetryEvent a -InformationVariable kept

        $kept | ForEach-Object { "$_" } | Should -Be 'asked', 'told'
    }
}

Describe 'A handler whose parameter is a hashtable' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'S05 looks keys up without regard to case' {
        $seen = [Collections.Generic.List[string]]::new()
        Register-TelemetryHandler table a -Config $seen {
            param($EventName, [hashtable] $Measurements, [hashtable] $Metadata, $Seen)

            $Seen.Add("$($Metadata.Route) $($Metadata['ROUTE']) $($Metadata.ContainsKey('rOUTE')) $($Measurements.MS)")
        }

        Invoke-TelemetryEvent a @{ ms = 12 } @{ route = '/users' }

        $seen | Should -Be '/users /users True 12'
    }
}
