[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'The preferences of a session are tested.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Preferences are assigned.')]
param()

BeforeDiscovery {
    $inForce = @(
        foreach ($name in 'ErrorAction', 'Warning', 'Verbose', 'Debug', 'Information', 'Progress') {
            @{ What = "`$${name}Preference = 'Stop'"; Emitter = "`$${name}Preference = 'Stop'" }
        }
        @{ What = 'Set-StrictMode -Version Latest'; Emitter = 'Set-StrictMode -Version Latest' }
        @{ What = '-WhatIf'; Emitter = '$WhatIfPreference = $true' }
        @{ What = '-Confirm'; Emitter = "`$ConfirmPreference = 'Low'" }
        @{
            What = 'default parameters'
            Emitter = "`$PSDefaultParameterValues = @{ 'Write-Error:ErrorAction' = 'Stop'; 'New-Item:Path' = '/no/such' }"
        }
        @{ What = 'a separator'; Emitter = "`$OFS = '-'" }
    )
    $ways = @(
        @{ Way = 'by the cmdlet'; Emit = 'Invoke-TelemetryEvent a 2>$null 3>$null 6>$null' }
        @{ Way = 'by a handle'; Emit = '(Get-TelemetryEvent a).Execute() 2>$null 3>$null 6>$null' }
    )
    $cases = foreach ($force in $inForce) { foreach ($way in $ways) { $force + $way } }
}

Describe 'The preferences of the emitter' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        # Does a little of everything, and keeps how far it came and what it saw.
        $work = @'
            param($EventName, $Measurements, $Metadata, $Log)

            $list = 1, 2
            $Log.Enqueue("list $list")
            if ($undefined -or $list.NoSuchProperty) { $Log.Enqueue('wrong') }
            Write-Error 'soft'
            Write-Warning 'a warning'
            Write-Verbose 'a detail'
            Write-Debug 'a state'
            Write-Information 'to tell'
            Write-Progress work -Status at-it
            New-Item function:Set-Answer -Value { 42 } -Force | ForEach-Object { $Log.Enqueue("made $($_.Name)") }
            $Log.Enqueue('done')
'@
        $register = "`$log = [Collections.Concurrent.ConcurrentQueue[string]]::new(); Register-TelemetryHandler h a { $work } `$log"
        $tell = '$log.ToArray(); @(Get-TelemetryHandler).Id'
        $expected = 'list 1 2', 'made Set-Answer', 'done', 'went on', 'h'
    }
    AfterEach { Clear-TelemetryHandler }

    It 'S12 are not the handler''s: <What> in force, emitted <Way> in a function' -ForEach $cases {
        $run = Invoke-InFreshSession "$register; function Send { $Emitter; $Emit; `$log.Enqueue('went on') }; Send; $tell"

        $run.Output | Should -Be $expected
        $run.Warning | Should -Not -BeLike '*failed*'
    }

    It 'S12 are not the handler''s: <What> in force, emitted <Way> in a module' -ForEach $cases {
        $run = Invoke-InFreshSession @"
            $register
            `$global:log = `$log
            New-Module Sender { $Emitter; function Send { $Emit; `$global:log.Enqueue('went on') } } | Import-Module
            Send
            $tell
"@

        $run.Output | Should -Be $expected
        $run.Warning | Should -Not -BeLike '*failed*'
    }

    It 'S12 are not a module''s handler''s: <What> in force, emitted <Way> in a function of the module' -ForEach $cases {
        $run = Invoke-InFreshSession @"
            New-Module Owner {
                function Start-Owner { $register; `$global:log = `$log }
                function Send { $Emitter; $Emit; `$global:log.Enqueue('went on') }
            } | Import-Module
            Start-Owner
            Send
            $tell
"@

        $run.Output | Should -Be $expected
        $run.Warning | Should -Not -BeLike '*failed*'
    }

    It 'S12 are not the handler''s: <What> in force, emitted <Way> in another session' -ForEach $cases {
        $log = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        Register-TelemetryHandler h a ([scriptblock]::Create($work)) $log
        $other = [powershell]::Create()
        $null = $other.AddScript("param(`$log) $(Get-ImportCommand); $Emitter; $Emit; `$log.Enqueue('went on')").AddArgument($log).Invoke()
        $other.Runspace.Dispose()

        @($log.ToArray()) + @(Get-TelemetryHandler).Id | Should -Be $expected
    }

    It 'S12 end no handler where the whole session is under Stop: <What>' -ForEach @($inForce | Where-Object { $_.What -like '*Stop*' }) {
        $run = Invoke-InFreshSession @"
            $($Emitter.Replace('$', '$global:'))
            $register
            Invoke-TelemetryEvent a 2>`$null 3>`$null
            `$log.Enqueue('went on')
            $tell
"@

        $run.Output | Should -Be $expected
    }

    It 'S12 leave a block without commands alone: <What>' -ForEach @(
        @{ What = 'strict mode'; Emitter = 'Set-StrictMode -Version Latest' }
        @{ What = 'a separator'; Emitter = "`$OFS = '-'" }
    ) {
        $run = Invoke-InFreshSession @"
            `$log = [Collections.Concurrent.ConcurrentQueue[string]]::new()
            Register-TelemetryHandler h a {
                param(`$n, `$m, `$d, `$c)
                `$list = 1, 2; if (-not `$list.NoSuchProperty -and -not `$undefined) { `$c.Enqueue("list `$list") }
            } `$log
            function Send { $Emitter; Invoke-TelemetryEvent a; (Get-TelemetryEvent a).Execute() }
            Send
            $tell
"@

        $run.Output | Should -Be 'list 1 2', 'list 1 2', 'h'
        $run.Warning | Should -Not -BeLike '*failed*'
    }

    It 'S12 hold again for the emitter when the emit has returned' {
        $run = Invoke-InFreshSession @'
            Register-TelemetryHandler h a { & { } }
            function Send {
                Set-StrictMode -Version Latest
                $WarningPreference = 'Stop'; $OFS = '-'; $WhatIfPreference = $true
                Invoke-TelemetryEvent a
                try { $undefined } catch { 'strict' }
                "$WarningPreference $(1, 2) $WhatIfPreference"
            }
            Send
            "$undefined$WarningPreference"
'@

        $run.Output | Should -Be 'strict', 'Stop 1-2 True', 'Continue'
    }

    It 'S12 give way to those of the handler''s own session, strict mode among them' {
        $run = Invoke-InFreshSession @'
            Set-StrictMode -Version 2
            $global:OFS = '+'; $global:WhatIfPreference = $true
            $log = [Collections.Concurrent.ConcurrentQueue[string]]::new()
            Register-TelemetryHandler h a {
                param($n, $m, $d, $c)
                $c.Enqueue("$(1, 2) $WhatIfPreference"); & { }; try { $undefined } catch { $c.Enqueue('strict') }
            } $log
            function Send { Set-StrictMode -Off; $OFS = '-'; $WhatIfPreference = $false; Invoke-TelemetryEvent a }
            Send
            $log.ToArray()
'@

        $run.Output | Should -Be '1+2 True', 'strict'
    }

    It 'S12 give way to those of the handler''s own module' {
        $run = Invoke-InFreshSession @'
            New-Module Owner {
                Set-StrictMode -Version 2
                $OFS = '+'
                $global:log = [Collections.Concurrent.ConcurrentQueue[string]]::new()
                Register-TelemetryHandler h a {
                    param($n, $m, $d, $c)
                    $c.Enqueue("$(1, 2)"); & { }; try { $undefined } catch { $c.Enqueue('strict') }
                } $global:log
                function Send { Set-StrictMode -Off; $OFS = '-'; Invoke-TelemetryEvent a }
            } | Import-Module
            Send
            $log.ToArray()
'@

        $run.Output | Should -Be '1+2', 'strict'
    }
}
