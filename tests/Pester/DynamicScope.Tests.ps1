Describe 'The scope in which a handler runs at home' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $emitter = Join-Path $TestDrive emitter.ps1
        Set-Content $emitter @'
            $script:count = 10; function Get-Word { "emitter's" }; $local = "seen"
            Invoke-TelemetryEvent a
            "emitter: $script:count"
'@

        # Registers in one script and emits in another, each with a $script:count, a function and a variable.
        function Invoke-Script([string] $Register) {
            $file = Join-Path $TestDrive registering.ps1
            Set-Content $file @"
                param(`$seen)
                `$script:count = 0; function Get-Word { "registering's" }
                $Register
                & '$emitter'
                "registering: `$script:count"
"@
            & $file $seen
        }
    }
    BeforeEach { $seen = [Collections.Generic.List[string]]::new() }
    AfterEach { Clear-TelemetryHandler }

    It 'S02 is the emitter''s for a block of no module: $script:, functions and variables' {
        $output = Invoke-Script @'
            Register-TelemetryHandler h a { param($n, $m, $d, $c) $script:count++; $c.Add("$(Get-Word) [$local]") } $seen
'@

        $output | Should -Be 'emitter: 11', 'registering: 0'
        $seen | Should -Be "emitter's [seen]"
    }

    It 'S02 is not the emitter''s for a block of a module' {
        $output = Invoke-Script @'
            $null = New-Module Owner -ArgumentList (, $seen) {
                param($seen)
                $script:count = 20
                function Get-Word { "module's" }
                Register-TelemetryHandler h a { param($n, $m, $d, $c) $script:count++; $c.Add("$(Get-Word) $script:count [$local]") } $seen
            }
'@

        $output | Should -Be 'emitter: 10', 'registering: 0'
        $seen | Should -Be "module's 21 []"
    }

    It 'S02 has a variable of the emitter''s no more with GetNewClosure, and keeps its own' {
        $null = Invoke-Script @'
            $local = "kept"
            Register-TelemetryHandler h a { param($n, $m, $d, $c) $c.Add("[$local]") }.GetNewClosure() $seen
'@

        $seen | Should -Be '[kept]'
    }
}
