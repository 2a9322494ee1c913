[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingWriteHost', '', Justification = 'A handler that calls it is tested.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidOverwritingBuiltInCmdlets', '',
    Justification = 'A function around a cmdlet is tested.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingCmdletAliases', '',
    Justification = 'A handler that uses aliases of the engine is tested.')]
param()

Describe 'Registering a handler that calls a command which only its session has' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'warns of a <Kind>, and names the three ways out' -ForEach @(
        @{ Kind = 'function'; Define = { function Write-Home { } }; Name = 'Write-Home' }
        @{ Kind = 'filter'; Define = { filter Write-Home { } }; Name = 'Write-Home' }
        @{ Kind = 'alias'; Define = { Set-Alias wh Write-Output }; Name = 'wh' }
    ) {
        . $Define
        $block = [scriptblock]::Create("if (`$true) { 1 | ForEach-Object { $Name x } }")

        $warning = Register-TelemetryHandler home a $block 3>&1

        "$warning" |
            Should -BeLike "Handler 'home' calls '$Name', which only this session has*-InitializationScript*-Config*-Scope Session*"
        (Get-TelemetryHandler).Id | Should -Be 'home'
    }

    It 'warns where the handler is buffered, whatever its scope' {
        function Write-Home { }

        Register-TelemetryHandler home a { Write-Home } -Buffered -Scope Session 3>&1 | Should -BeLike '*Write-Home*'
    }

    It 'warns where the initialization script does not define it' {
        function Write-Home { }

        Register-TelemetryHandler home a { Write-Home } -InitializationScript { function Write-Other { } } 3>&1 |
            Should -BeLike '*Write-Home*'
    }

    It 'does not warn of <Name>' -ForEach @(
        @{ Name = 'a handler of its own session only'; Register = { Register-TelemetryHandler home a { Write-Home } -Scope Session } }
        @{
            Name = 'what the initialization script defines'
            Register = { Register-TelemetryHandler home a { Write-Home } -InitializationScript { function Write-Home { } } }
        }
        @{
            Name = 'an initialization script that may define it'
            Register = { Register-TelemetryHandler home a { Write-Home } -InitializationScript { Import-Module Pester } }
        }
        @{ Name = 'what the block defines'; Register = { Register-TelemetryHandler home a { function Write-Home { }; Write-Home } } }
        @{
            Name = 'what the engine has'
            Register = { Register-TelemetryHandler home a { 1 | % { mkdir x -WhatIf; ls | ? Name; Write-Host x } } }
        }
        @{
            Name = 'a function around a cmdlet'
            Register = { function Write-Warning { }; Register-TelemetryHandler home a { Write-Warning x } }
        }
        @{ Name = 'a command of a module'; Register = { Register-TelemetryHandler home a { Get-ErrorOf { } } } }
        @{
            Name = 'a program, a script and a computed name'
            Register = { Register-TelemetryHandler home a { git status; ./x.ps1; & $args[0]; & "C:\a[b" } }
        }
    ) {
        function Write-Home { }

        & $Register 3>&1 | Should -BeNullOrEmpty
    }
}
