[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidAssignmentToAutomaticVariable', '',
    Justification = 'What a handler does to $_ is tested.')]
param()

Describe 'The script block of a handler' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $seen = [Collections.Generic.List[object]]::new()
        function Get-FromTheSession { 'a function of the session' }
    }
    BeforeEach { $seen.Clear() }
    AfterEach { Clear-TelemetryHandler }

    It 'C02 is given exactly name, measurements, metadata and config' {
        Register-TelemetryHandler h a.b { $seen.AddRange($args) } 'the config'

        Invoke-TelemetryEvent a.b @{ ms = 12 } @{ route = '/users' }

        $seen.Count | Should -Be 4
        $seen[0] | Should -BeOfType [string]
        $seen[0] | Should -Be 'a.b'
        $seen[1].ms | Should -Be 12
        $seen[2].route | Should -Be '/users'
        $seen[3] | Should -Be 'the config'
    }

    It 'may declare fewer parameters, with or without CmdletBinding' {
        Register-TelemetryHandler plain a { param($Name) $seen.Add("plain $Name") }
        Register-TelemetryHandler advanced a { [CmdletBinding()] param($Name, $Measurements) $seen.Add("advanced $Name") }

        Invoke-TelemetryEvent a

        $seen | Should -Be 'plain a', 'advanced a'
    }

    It 'finds the whole event in $_' {
        Register-TelemetryHandler h a { $seen.Add($_) }

        Invoke-TelemetryEvent a @{ ms = 12 } @{ route = '/users' }

        "$($seen[0].EventName)" | Should -Be 'a'
        $seen[0].Measurements.ms | Should -Be 12
        $seen[0].Metadata.route | Should -Be '/users'
        $seen[0].Timestamp.Kind | Should -Be 'Utc'
    }

    It 'leaves the emitter''s $_ alone' {
        Register-TelemetryHandler h a { $null = $_; $_ = 'mine' }

        1, 2 | ForEach-Object { Invoke-TelemetryEvent a; $_ } | Should -Be 1, 2
    }

    It 'sees functions and $script: variables of its session' {
        $script:count = 0
        Register-TelemetryHandler h a { $script:count++; $seen.Add((Get-FromTheSession)) }

        1..3 | ForEach-Object { Invoke-TelemetryEvent a }

        $script:count | Should -Be 3
        $seen[0] | Should -Be 'a function of the session'
    }

    It 'has a scope of its own at each call' {
        $local = 1
        Register-TelemetryHandler h a { $local++; $seen.Add($local) }

        Invoke-TelemetryEvent a
        Invoke-TelemetryEvent a

        $seen | Should -Be 2, 2
        $local | Should -Be 1
    }

    It 'can be that of a function' {
        function Add-Seen($Name) { $seen.Add($Name) }
        Register-TelemetryHandler h a ${function:Add-Seen}

        Invoke-TelemetryEvent a

        $seen | Should -Be 'a'
    }

    It 'gets read-only data, by keys without regard to case, null for a missing one' {
        Register-TelemetryHandler h a {
            $seen.Add($args[1].MS)
            $seen.Add($args[1]['Ms'])
            $seen.Add($args[1].ContainsKey('mS'))
            $seen.Add($args[1].nope)
            try { $args[1].ms = 5 } catch { $seen.Add('read-only') }
        }

        Invoke-TelemetryEvent a @{ ms = 12 }

        "$seen" | Should -Be '12 12 True  read-only'
        $seen[3] | Should -BeNullOrEmpty
    }

    It 'is refused, <Why>' -ForEach @(
        @{ Why = 'with a process block'; Block = { process { } }; Says = "*'process' block*" }
        @{ Why = 'with a begin block'; Block = { begin { } }; Says = "*'begin' block*" }
        @{ Why = 'with an end block'; Block = { end { } }; Says = "*'end' block*" }
        @{ Why = 'with dynamic parameters'; Block = { dynamicparam { } }; Says = "*'dynamicparam' block*" }
        @{ Why = 'with a fifth parameter'; Block = { param($a, $b, $c, $d, $e) }; Says = '*5 parameters*' }
        @{ Why = 'with a mandatory parameter'; Block = { param([Parameter(Mandatory)] $Name) }; Says = '*$Name is mandatory*' }
        @{ Why = 'with a $using: variable'; Block = { $using:x }; Says = '*-Config*' }
    ) {
        $problem = Get-ErrorOf { Register-TelemetryHandler h a $Block }

        $problem.Id | Should -Be 'InvalidScriptBlock'
        $problem.Category | Should -Be 'InvalidArgument'
        $problem.Target | Should -Be $Block
        $problem.IsTerminating | Should -BeTrue
        $problem.Message | Should -BeLike $Says
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }
}
