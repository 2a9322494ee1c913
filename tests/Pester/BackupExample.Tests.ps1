# The example of a module that declares its events, as its author and its user work with it.
Describe 'The example Backup' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $example = Get-RepositoryPath examples/Backup

        function Get-Completion([string] $Line) {
            , @((TabExpansion2 $Line $Line.Length).CompletionMatches)
        }

        # A copy in which one emit is another.
        function Import-ChangedExample([string] $Old, [string] $New) {
            $folder = Join-Path $TestDrive Backup
            Copy-Item $example $folder -Recurse -Force
            $code = Get-Content (Join-Path $folder Backup.psm1) -Raw
            $code.Contains($Old) | Should -BeTrue
            Set-Content (Join-Path $folder Backup.psm1) $code.Replace($Old, $New)
            Import-Module (Join-Path $folder Backup.psd1) -Force
        }

        function Invoke-TracedBackup {
            $source, $target = 'source', 'target' | ForEach-Object {
                New-Item -ItemType Directory (Join-Path $TestDrive "$_$([guid]::NewGuid().ToString('n'))")
            }
            Set-Content (Join-Path $source a.txt) abc
            $null = Trace-TelemetryEvent backup.* -Strict { Backup-Folder $source $target } -WarningVariable found 3>$null
            $found
        }
    }
    AfterEach { Get-Module Backup | Remove-Module }

    It 'passes its own tests in a new process' {
        $run = Invoke-FreshPwsh (
            "& '$(Get-RepositoryPath tools/Invoke-PesterTest.ps1)' -Path '$(Join-Path $example Backup.Tests.ps1)'")

        $run.Lines | Select-Object -Last 1 | Should -Be 'Pester tests: 2 passed, 0 failed, 0 skipped'
        $run.ExitCode | Should -Be 0
    }

    It 'emits what it declares' {
        Import-Module (Join-Path $example Backup.psd1)

        Invoke-TracedBackup | Should -BeNullOrEmpty
    }

    It 'is caught with a key that is misspelt' {
        Import-ChangedExample '@{ bytes = $file.Length }' '@{ byte = $file.Length }'

        $found = Invoke-TracedBackup | ForEach-Object { "$_" }

        $found | Should -HaveCount 2
        $found[0] | Should -BeLike "Event 'backup.file.copied' lacks its declared measurement 'bytes'.*"
        $found[1] | Should -BeLike "The measurement 'byte' of event 'backup.file.copied' is not declared. Did you mean 'bytes'?*"
    }

    It 'is caught with an event that is misspelt' {
        Import-ChangedExample 'backup.file.copied' 'backup.file.copyed'

        Invoke-TracedBackup | Should -BeLike "Event 'backup.file.copyed' is not declared. Did you mean 'backup.file.copied'?*"
    }

    Context 'at the prompt' {
        BeforeEach { Import-Module (Join-Path $example Backup.psd1) }

        It 'completes its events in <_>' -ForEach 'Invoke-TelemetryEvent', 'Register-TelemetryHandler h', 'Get-TelemetryEvent -Declared' {
            $found = Get-Completion "$_ backup.file."

            $found.CompletionText | Should -Be 'backup.file.copied', 'backup.file.skipped'
            $found[0].ToolTip | Should -Be 'backup.file.copied: A file was copied. (no handler)'
        }

        It 'completes its span' {
            (Get-Completion 'Invoke-TelemetrySpan backup').CompletionText | Should -Be 'backup.job'
        }

        It 'completes the keys of an event as a table' {
            (Get-Completion 'Invoke-TelemetryEvent backup.file.copied ').CompletionText | Should -Be '@{ bytes = 0 }'
            (Get-Completion 'Invoke-TelemetryEvent backup.file.copied @{ bytes = 0 } -Metadata ').CompletionText |
                Should -Be "@{ path = ''; status = 'new' }"
            (Get-Completion 'Invoke-TelemetryEvent backup.file.skipped -Metadata ').CompletionText | Should -Be "@{ path = '' }"
            (Get-Completion 'Invoke-TelemetrySpan backup.job -Metadata ').CompletionText | Should -Be "@{ source = ''; target = '' }"
            (Get-Completion 'Start-TelemetrySpan backup.job ').CompletionText | Should -Be "@{ source = ''; target = '' }"
            (Get-Completion 'Invoke-TelemetryEvent backup.file.copied ')[0].ToolTip |
                Should -Be 'bytes (Integer, byte): the size of the file'
        }

        It 'completes what a metric needs' {
            (Get-Completion 'Register-TelemetryMetric backup.file.c').CompletionText | Should -Be 'backup.file.copied.bytes'
            (Get-Completion 'Register-TelemetryMetric backup.file.copied.bytes Sum -Tag ').CompletionText | Should -Be 'path', 'status'
            (Get-Completion 'Register-TelemetryMetric backup.bytes Sum -EventName backup.file.* -Tag st').CompletionText |
                Should -Be 'status'
            (Get-Completion 'Register-TelemetryMetric x Sum -EventName backup.file.copied -Measurement ').CompletionText |
                Should -Be 'bytes'
            (Get-Completion 'Register-TelemetryMetric backup.file.copied.bytes Sum -Tag status -TagValue ').CompletionText |
                Should -Be "@{ status = 'new', 'changed' }"
        }

        It 'completes nothing of it after it was removed' {
            Remove-Module Backup

            Get-Completion 'Invoke-TelemetryEvent backup.f' | Should -BeNullOrEmpty
        }
    }
}
