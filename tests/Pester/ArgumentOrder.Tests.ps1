Describe 'The order in which arguments are written' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'of a span is free: <Name>' -ForEach @(
        @{ Name = 'block, metadata'; Call = { Invoke-TelemetrySpan job { 'ran' } @{ id = 7 } } }
        @{ Name = 'metadata, block'; Call = { Invoke-TelemetrySpan job @{ id = 7 } { 'ran' } } }
        @{ Name = 'ordered metadata, block'; Call = { Invoke-TelemetrySpan job ([ordered]@{ id = 7 }) { 'ran' } } }
        @{ Name = 'object, block'; Call = { Invoke-TelemetrySpan job ([pscustomobject]@{ id = 7 }) { 'ran' } } }
        @{ Name = 'block, object'; Call = { Invoke-TelemetrySpan job { 'ran' } ([pscustomobject]@{ id = 7 }) } }
        @{ Name = 'named metadata, block'; Call = { Invoke-TelemetrySpan job -Metadata @{ id = 7 } { 'ran' } } }
        @{ Name = 'metadata, named block'; Call = { Invoke-TelemetrySpan job @{ id = 7 } -ScriptBlock { 'ran' } } }
        @{ Name = 'input, metadata, block'; Call = { 1 | Invoke-TelemetrySpan job @{ id = 7 } { process { 'ran' } } } }
    ) {
        $calls = Register-Recorder job.start

        & $Call | Should -Be 'ran'

        $calls[0].Metadata.id | Should -Be 7
    }

    It 'of a span refuses what is no metadata, before the block and after it' {
        (Get-ErrorOf { Invoke-TelemetrySpan job { 'ran' } 5 }).Id | Should -Be 'InvalidMetadata'
        $problem = Get-ErrorOf { Invoke-TelemetrySpan job 5 { 'ran' } }
        $problem.Id | Should -Be 'InvalidMetadata'
        $problem.Target | Should -Be 5
    }

    It 'with the name of a function in place of a block is an error that says how to write it' {
        function Write-Job { }

        (Get-ErrorOf { Register-TelemetryHandler log job.done Write-Job }).Message | Should -BeLike '*${function:Write-Job}*'
        (Get-ErrorOf { Register-TelemetryHandler log job.done (Get-Command Write-Job) }).Message | Should -BeLike '*${function:Write-Job}*'
        (Get-ErrorOf { Invoke-TelemetrySpan job Write-Job }).Message | Should -BeLike '*${function:Write-Job}*'
        Register-TelemetryHandler log job.done ${function:Write-Job}
        (Get-TelemetryHandler).Id | Should -Be 'log'
    }

    It 'without an id is an error of the engine about the event name, and registers nothing' {
        $problem = Get-ErrorOf { Register-TelemetryHandler job.done { } }

        $problem.Id | Should -Be 'ScriptBlockArgumentNoInput'
        $problem.Message | Should -BeLike "*'EventName'*"
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }
}
