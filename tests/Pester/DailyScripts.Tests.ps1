# The examples of daily use, each beside the script of the same work without the module that the benchmarks measure.
Describe 'The examples of daily use' -Skip:($PSVersionTable.PSVersion -lt [version] '7.4') {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        Import-Module "$PSScriptRoot/WebServer.psm1"
        $examples = Get-RepositoryPath examples
        $plain = Get-RepositoryPath benchmarks/Plain

        # Runs a script in a process of its own, and gives the objects that it wrote.
        function Invoke-Script([string] $Path, [string] $Arguments) {
            $run = Invoke-FreshPwsh "`$ErrorView = 'NormalView'; & '$Path' $Arguments | ConvertTo-Json -Depth 2"
            $json = $run.Lines -join "`n"
            $rows = @($json.Substring([Math]::Max(0, $json.IndexOf('['))) | ConvertFrom-Json)
            [pscustomobject]@{ ExitCode = $run.ExitCode; Text = $json; Rows = $rows }
        }
    }

    It '<_> has at most twenty lines of code' -ForEach 'sync-folders.ps1', 'audit-log.ps1', 'watch-folder.ps1' {
        $lines = (Get-Content (Join-Path $examples $_) -Raw) -replace '(?s)<#.*?#>' -split '\r?\n'

        @($lines | Where-Object { $_.Trim() -and $_ -notlike '#*' }).Count | Should -BeLessOrEqual 20
    }

    Context 'sync-folders' {
        BeforeAll {
            $source = Join-Path $TestDrive source
            foreach ($i in 1..60) {
                $folder = [IO.Directory]::CreateDirectory("$source/f$($i % 3)").FullName
                [IO.File]::WriteAllBytes("$folder/$i.bin", [byte[]]::new($i))
            }

            $sums = 0..2 | ForEach-Object { (Get-ChildItem "$source/f$_" -File | Measure-Object Length -Sum).Sum }
        }

        It 'copies each file, and counts the files and bytes of each folder' {
            $run = Invoke-Script "$examples/sync-folders.ps1" "'$source' '$TestDrive/target'"

            $run.ExitCode | Should -Be 0 -Because $run.Text
            $rows = $run.Rows | Sort-Object folder
            $rows.folder | Should -Be f0, f1, f2
            @($rows).ForEach({ $_.Count }) | Should -Be 20, 20, 20
            $rows.Failed | Should -Be 0, 0, 0
            $rows.BytesSum | Should -Be $sums
            foreach ($file in Get-ChildItem $source -File -Recurse) {
                $copy = $file.FullName.Replace($source, (Join-Path $TestDrive target))
                (Get-FileHash $copy).Hash | Should -Be (Get-FileHash $file).Hash
            }
        }

        It 'gives the same numbers as the plain script' {
            $run = Invoke-Script "$plain/sync-folders.ps1" "'$source' '$TestDrive/plain'"

            $run.Rows.ForEach({ $_.Count }) | Should -Be 20, 20, 20
            ($run.Rows | Sort-Object folder).Bytes | Should -Be $sums
        }

        It 'copies the others where a file cannot be copied, counts it, and writes it as an error' {
            $target = New-Item (Join-Path $TestDrive blocked/f1/31.bin) -ItemType Directory -Force
            $command = "`$rows = & '$examples/sync-folders.ps1' '$source' '$TestDrive/blocked' 2>&1; " +
                "(`$rows | Where-Object folder | Sort-Object folder).Failed -join ','; `$rows.TargetObject.Name"

            $run = Invoke-FreshPwsh $command

            $run.Lines | Should -Be '0,1,0', '31.bin'
            Test-Path $target -PathType Container | Should -BeTrue
            @(Get-ChildItem (Join-Path $TestDrive blocked) -File -Recurse).Count | Should -Be 59
        }
    }

    Context 'audit-log' {
        BeforeAll {
            $log = Get-RepositoryPath examples/data/access.log
            $pattern = '"[A-Z]+ (?<path>/\S*) HTTP/1\.1" (?<status>\d+) (\d+|-) (?<ms>\d+)$'
            $requests = foreach ($line in [IO.File]::ReadLines($log)) {
                if ($line -match $pattern) { [pscustomobject]@{ Status = $Matches.status; Ms = [int] $Matches.ms; Line = $line } }
            }

            $run = Invoke-Script "$examples/audit-log.ps1" "'$log' -Audit '$TestDrive/audit.jsonl'"
        }

        It 'counts each request once' {
            $run.ExitCode | Should -Be 0 -Because $run.Text
            ($run.Rows | Measure-Object Count -Sum).Sum | Should -Be $requests.Count
            ($run.Rows | Measure-Object MsSum -Sum).Sum | Should -Be ($requests | Measure-Object Ms -Sum).Sum
            $notFound = $requests.Where({ $_.Status -eq 404 }).Count
            ($run.Rows | Where-Object status -EQ 404 | Measure-Object Count -Sum).Sum | Should -Be $notFound
        }

        It 'writes each failed request to the audit file, in order' {
            $failed = $requests.Where({ $_.Status[0] -eq '5' })

            $audit = [IO.File]::ReadAllLines("$TestDrive/audit.jsonl") | ConvertFrom-Json

            $failed.Count | Should -BeGreaterThan 10
            $audit.metadata.line | Should -Be $failed.Line
        }

        It 'gives the same numbers as the plain script' {
            $other = Invoke-Script "$plain/audit-log.ps1" "'$log' -Audit '$TestDrive/plain.jsonl'"

            ($other.Rows | Measure-Object Count -Sum).Sum | Should -Be $requests.Count -Because $other.Text
            $plainLines, $lines = "$TestDrive/plain.jsonl", "$TestDrive/audit.jsonl" | ForEach-Object { [IO.File]::ReadAllLines($_).Count }
            $plainLines | Should -Be $lines
        }
    }

    Context 'watch-folder' -Skip:$IsWindows {
        BeforeAll {
            function Wait-Until([scriptblock] $Condition) {
                $time = [Diagnostics.Stopwatch]::StartNew()
                while (-not (& $Condition)) {
                    if ($time.Elapsed.TotalMinutes -gt 2) { throw "Not within two minutes: $Condition" }
                    Start-Sleep -Milliseconds 50
                }
            }

            # Writes a file as careful programs do: beside, and then renamed.
            function Add-File([string] $Inbox, [string] $Name, [string] $Text) {
                [IO.File]::WriteAllText("$Inbox/.$Name.tmp", $Text)
                [IO.File]::Move("$Inbox/.$Name.tmp", "$Inbox/$Name")
            }
        }

        It 'imports files, calls the web hook when three fail and when it is over, and ends cleanly by <_>' -ForEach 'INT', 'TERM' {
            $signal = $_
            $inbox = New-Item (Join-Path $TestDrive "inbox-$signal") -ItemType Directory
            $file = Join-Path $TestDrive "inbox-$signal.jsonl"
            $server = Start-WebServer
            $start = [Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path)
            @([Environment]::GetCommandLineArgs()[0].Where({ $_ -like '*.dll' })) +
                '-NoProfile', '-NonInteractive', '-File', "$examples/watch-folder.ps1",
                $inbox, "$($server.Uri)/flaky/1/$signal", '-Log', $file |
                ForEach-Object { $start.ArgumentList.Add($_) }
            $start.RedirectStandardOutput = $start.RedirectStandardError = $true
            $process = [Diagnostics.Process]::Start($start)
            try {
                # Read, so that the process does not wait for a reader.
                $null = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync()

                # The first file that is seen shows that the folder is watched.
                $number = 0
                Wait-Until {
                    Add-File $inbox "probe$((++$script:number)).json" -Text '[1]'
                    (Test-Path "$inbox/done/probe*.json") -or $process.HasExited
                }
                $process.HasExited | Should -BeFalse

                foreach ($i in 1..3) { Add-File $inbox "bad$i.json" -Text '{ "cut off":' }
                Wait-Until { $server.Requests.Count -ge 2 }
                Add-File $inbox good.json -Text '[1, 2, 3]'
                Wait-Until { Test-Path "$inbox/done/good.json" }
                & kill "-$signal" $process.Id
                $process.WaitForExit(120000) | Should -BeTrue

                # The first answer was a failure, and the web hook was called again.
                $server.Requests.Count | Should -Be 3
                $entries = [IO.File]::ReadAllLines($file) | ConvertFrom-Json
                $byName = $entries | Group-Object name -AsHashTable -AsString
                $byName['inbox.file.exception'].metadata.name | Sort-Object | Should -Be bad1.json, bad2.json, bad3.json
                $last = $byName['inbox.file.stop'][-1]
                $last.metadata.name, $last.measurements.items | Should -Be good.json, 3
                $byName['telemetry.alert.raise'].Count, $byName['telemetry.alert.clear'].Count | Should -Be 1, 1
                @(Get-ChildItem $inbox -Filter bad*.json -File).Count | Should -Be 3
            }
            finally {
                if (-not $process.HasExited) { $process.Kill() }
                $server.Dispose()
            }
        }
    }
}
