# Tests of the module that its events are emitted as they are declared, and that its page is up to date. Run by Pester 5 or later.
BeforeAll {
    . "$PSScriptRoot/../Import-Telemetry.ps1"
    Import-Module "$PSScriptRoot/Backup.psd1" -Force
    $source = New-Item -ItemType Directory (Join-Path $TestDrive source)
    $target = New-Item -ItemType Directory (Join-Path $TestDrive target)
    'a', 'bc' | ForEach-Object { Set-Content (Join-Path $source "$_.txt") $_ -NoNewline }
}

Describe 'The events of Backup-Folder' {
    It 'are as declared' {
        $events = Trace-TelemetryEvent backup.* -Strict -WarningAction Stop {
            Backup-Folder $source $target
            Set-Content (Join-Path $source 'a.txt') 'changed' -NoNewline
            (Get-Item (Join-Path $source 'a.txt')).LastWriteTime = (Get-Date).AddMinutes(1)
            Backup-Folder $source $target
        }

        $events.EventName | Should -Be @(
            'backup.job.start', 'backup.file.copied', 'backup.file.copied', 'backup.job.stop'
            'backup.job.start', 'backup.file.copied', 'backup.file.skipped', 'backup.job.stop'
        )
    }

    It 'are described by the page' {
        $page = Join-Path $TestDrive events.md
        Copy-Item "$PSScriptRoot/events.md" $page

        Export-TelemetryEventDeclaration $page -Module Backup

        Get-Content $page -Raw | Should -BeExactly (Get-Content "$PSScriptRoot/events.md" -Raw)
    }
}
