Describe 'Invoke-TelemetryParallel' -Skip:($PSEdition -eq 'Desktop') {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        # A recorder whose copies may run at the same time.
        function Register-Queue([string[]] $EventName) {
            $queue = [Collections.Concurrent.ConcurrentQueue[object]]::new()
            Register-TelemetryHandler queue $EventName -Config $queue -ScriptBlock {
                param($EventName, $Measurements, $Metadata, $Queue)

                $Queue.Enqueue([pscustomobject]@{ EventName = $EventName; Measurements = $Measurements; Metadata = $Metadata })
            }

            , $queue
        }
    }

    AfterEach {
        Clear-TelemetryHandler
    }

    Context 'items' {
        It 'writes the output of each item, with the item as $_ and $PSItem, and the span as $Span' {
            $output = 1..3 | Invoke-TelemetryParallel job.item { "$_ $PSItem $($Span.Name) $($args.Count)" } | Sort-Object

            $output | Should -Be '1 1 job.item 0', '2 2 job.item 0', '3 3 job.item 0'
        }

        It 'gives the span to the first parameter of the block' {
            'a' | Invoke-TelemetryParallel job.item { param($Mine) "$_ $($Mine.Name) $($Span -eq $Mine)" } | Should -Be 'a job.item True'
            'a' | Invoke-TelemetryParallel job.item { param() "$_" } | Should -Be a
            'a' | Invoke-TelemetryParallel job.item { [CmdletBinding()] param($Mine) $Mine.Name } | Should -Be job.item
        }

        It 'keeps arrays whole, and runs for null' {
            $output = @((1, 2), $null, @()) | Invoke-TelemetryParallel job.item { "$($null -eq $_) $(@($_).Count) $_" } | Sort-Object

            $output | Should -Be 'False 0 ', 'False 2 1 2', 'True 1 '
            Invoke-TelemetryParallel job.item { $_.Count } -InputObject (1, 2, 3) | Should -Be 3
        }

        It 'runs nothing without input' {
            $seen = Register-Queue 'job.item.*'

            Invoke-TelemetryParallel job.item { 'never' } | Should -BeNullOrEmpty
            @() | Invoke-TelemetryParallel job.item { 'never' } | Should -BeNullOrEmpty
            $seen.Count | Should -Be 0
        }

        It 'runs each of 500 items once, by 8 at a time' {
            $seen = Register-Queue job.item.start, job.item.stop

            $output = 1..500 | Invoke-TelemetryParallel job.item { $Span.Measurements.n = $_; $_ } -ThrottleLimit 8 `
                -MetadataProperty @{ n = 'n'; e = { $_ } }

            $output | Sort-Object | Should -Be (1..500)
            $stops = @($seen).Where({ $_.EventName -eq 'job.item.stop' })
            @($seen).Where({ $_.EventName -eq 'job.item.start' }).Count | Should -Be 500
            $stops.ForEach({ $_.Metadata.n }) | Sort-Object | Should -Be (1..500)
            $stops.Where({ $_.Metadata.n -ne $_.Measurements.n }) | Should -BeNullOrEmpty
            $stops.ForEach({ $_.Metadata.telemetry_span_context }) | Select-Object -Unique | Should -HaveCount 500
        }

        It 'writes output while other items run' {
            # The second item ends only after the output of the first one was seen.
            $file = Join-Path $TestDrive go
            1, 2 | Invoke-TelemetryParallel job.item {
                $until = [datetime]::UtcNow.AddMinutes(2)
                while ($_ -eq 2 -and -not (Test-Path $using:file) -and [datetime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 20 }
                "$_ $(Test-Path $using:file)"
            } | ForEach-Object { $null = New-Item $file -Force; $_ } | Should -Be '1 False', '2 True'
        }

        It 'leaves a block by return, break and continue' {
            $seen = Register-Queue job.item.stop

            1..3 | Invoke-TelemetryParallel job.item {
                if ($_ -eq 1) { return 'one' }
                if ($_ -eq 2) { break }
                continue
            } | Should -Be one
            $seen.Count | Should -Be 3
        }
    }

    Context 'spans' {
        It 'are parts of the span that is open, or of -Parent' {
            $seen = Register-Queue job.item.stop
            $other = Start-TelemetrySpan other @{ telemetry_span_context = 'other' }

            Invoke-TelemetrySpan job @{ telemetry_span_context = 'job 7' } {
                1, 2 | Invoke-TelemetryParallel job.item { }
                3 | Invoke-TelemetryParallel job.item { } -Parent $other
            }
            $other.Stop()

            @($seen).ForEach({ $_.Metadata.telemetry_span_parent }) | Should -Be 'job 7', 'job 7', other
        }

        It 'are the parents of spans in the block' {
            $seen = Register-Queue step.stop, job.item.stop

            1 | Invoke-TelemetryParallel job.item { Invoke-TelemetrySpan step { } }

            $step, $item = @($seen)
            $step.Metadata.telemetry_span_parent | Should -Be $item.Metadata.telemetry_span_context
        }

        It 'have metadata, properties of the item, and what the block adds' {
            $seen = Register-Queue job.item.start, job.item.stop

            [pscustomobject]@{ Name = 'a'; Site = 'north'; Size = 3 } |
                Invoke-TelemetryParallel job.item { $Span.Metadata.result = 'ok' } -Metadata @{ run = 7; Name = 'common' } `
                    -MetadataProperty Name, Si*, none

            $start, $stop = @($seen).ForEach({ $_.Metadata })
            $start.run, $start.Name, $start.Site, $start.Size | Should -Be 7, a, north, 3
            $(foreach ($entry in $start.GetEnumerator()) { $entry.Key }) | Should -Contain none
            $start.none | Should -BeNullOrEmpty
            $start.result | Should -BeNullOrEmpty
            $stop.result, $stop.Name | Should -Be ok, a
        }

        It 'fail by the exit code of a program with -FailOnNativeError' {
            $seen = Register-Queue 'job.item.*'
            function Exit-Program($Code) { if ($IsWindows) { cmd /c "exit $Code" } else { sh -c "exit $Code" } }

            1 | Invoke-TelemetryParallel job.item { Exit-Program 3 } -Function Exit-Program -FailOnNativeError 2>$null

            @($seen)[-1].EventName | Should -Be job.item.exception
            @($seen)[-1].Metadata.exit_code | Should -Be 3
        }
    }

    Context 'the session of the caller' {
        It 'gives $using: the local variables of functions, and those of a module' {
            function Invoke-Local { $local = 'of function'; 1 | Invoke-TelemetryParallel job.item { $using:local } }
            Invoke-Local | Should -Be 'of function'

            $module = New-Module {
                $script:secret = 'of module'
                function Get-Secret {
                    <#
                    .SYNOPSIS
                        Reads a variable of the module, and one of its own.
                    #>
                    $local = 'local'
                    1 | Invoke-TelemetryParallel job.item { "$using:local $using:secret $(Hide 1)" } -Function Hide
                }

                function Hide($x) { "hidden $x" }
                Export-ModuleMember Get-Secret
            }
            & $module { Get-Secret } | Should -Be 'local of module hidden 1'
        }

        It 'defines functions and filters of the caller there' {
            function Get-Twice([int] $Number) { 2 * $Number } # a comment at the end
            filter Add-One { $_ + 1 }
            function Get-Checked { [CmdletBinding()] param([Parameter(Mandatory)] $Value) process { Get-Twice $Value } }

            $names = 'Get-Twice', 'Add-One', 'Get-Checked'
            1..4 | Invoke-TelemetryParallel job.item { Get-Checked -Value $_ | Add-One } -Function $names -ThrottleLimit 2 |
                Sort-Object | Should -Be 3, 5, 7, 9
        }

        It 'imports the module that is loaded here, by name, and one by path' {
            $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'mods/Shapes')
            Set-Content (Join-Path $folder Shapes.psm1) 'function Get-Shape { "shape" }'
            $file = Join-Path $TestDrive Other.psm1
            Set-Content $file 'function Get-Other { "other" }'
            Import-Module (Join-Path $folder Shapes.psm1)
            try {
                1..3 | Invoke-TelemetryParallel job.item { "$(Get-Shape) $(Get-Other)" } -Module Shapes, $file -ThrottleLimit 1 |
                    Should -Be 'shape other', 'shape other', 'shape other'
            }
            finally {
                Remove-Module Shapes
            }
        }

        It 'has the cmdlets of Telemetry there' {
            $seen = Register-Queue step

            1 | Invoke-TelemetryParallel job.item { Invoke-TelemetryEvent step }

            $seen.Count | Should -Be 1
        }

        It 'names the lines of the file in errors' {
            $line = (Get-PSCallStack)[0].ScriptLineNumber
            1 | Invoke-TelemetryParallel job.item {
                throw 'here' } -ErrorVariable failed 2>$null

            $failed.InvocationInfo.ScriptLineNumber | Should -Be ($line + 2)
        }
    }

    Context 'failures' {
        It 'makes an item that throws one error with the item as its target, and goes on' {
            $seen = Register-Queue job.item.exception, job.item.stop

            $output = 1..6 | Invoke-TelemetryParallel job.item {
                if ($_ -eq 2) { throw 'broken' }
                if ($_ -eq 4) { [int]::Parse('x') }
                if ($_ -eq 5) { Get-Item (Join-Path $using:TestDrive none) -ErrorAction Stop }
                $_
            } -ErrorVariable failed 2>$null

            $output | Sort-Object | Should -Be 1, 3, 6
            $failed.TargetObject | Sort-Object | Should -Be 2, 4, 5
            $failed.FullyQualifiedErrorId | ForEach-Object { $_.Split(',')[0] } | Should -Be ItemFailed, ItemFailed, ItemFailed
            $of = @{}
            $failed | ForEach-Object { $of[$_.TargetObject] = $_.Exception }
            $of[2].Message | Should -Be broken
            $of[4] | Should -BeOfType FormatException
            $of[5] | Should -BeOfType Management.Automation.ItemNotFoundException
            @($seen).Where({ $_.EventName -eq 'job.item.exception' }).Count | Should -Be 3
            @($seen).Where({ $_.EventName -eq 'job.item.stop' }).Count | Should -Be 3
        }

        It 'collects the errors that a block writes, and hides them with -ErrorAction' {
            $streams = Get-StreamsOf { 1 | Invoke-TelemetryParallel job.item { Write-Error soft; 'on' } -ErrorVariable script:written }
            $streams.Error | Should -Be soft
            $streams.Output | Should -Be on
            $written.Count | Should -Be 1

            $streams = Get-StreamsOf { 1 | Invoke-TelemetryParallel job.item { Write-Error soft; 'on' } -ErrorAction SilentlyContinue }
            $streams.Error | Should -BeNullOrEmpty
            $streams.Output | Should -Be on
        }

        It 'outputs an error record that the block outputs' {
            $output = 1 | Invoke-TelemetryParallel job.item { try { throw 'kept' } catch { $_ } } -ErrorVariable failed

            "$output" | Should -Be kept
            $failed.Count | Should -Be 0
        }

        It 'ends at the first failure with -ErrorAction Stop' {
            $ran = [Collections.Concurrent.ConcurrentBag[int]]::new()

            { 1..200 | Invoke-TelemetryParallel job.item { ($using:ran).Add($_); throw "broken" } -ErrorAction Stop -ThrottleLimit 2 } |
                Should -Throw broken

            $ran.Count | Should -BeLessThan 200
        }

        It 'shows warnings' {
            (Get-StreamsOf { 1 | Invoke-TelemetryParallel job.item { Write-Warning careful } }).Warning | Should -Be careful
        }

        It 'runs no item whose property cannot be read' {
            $output = 1, 2 | Invoke-TelemetryParallel job.item { $_ } -MetadataProperty @{ n = 'x'; e = { if ($_ -eq 1) { throw 'no' } } } `
                -ErrorVariable failed 2>$null

            $output | Should -Be 2
            $failed.TargetObject | Should -Be 1
        }

        It 'refuses <Name>, and runs nothing' -ForEach @(
            @{ Name = 'an invalid name'; Id = 'InvalidEventName'; Block = { 1 | Invoke-TelemetryParallel 'a b' { 'ran' } } }
            @{
                Name = 'an unknown function'; Id = 'FunctionNotFound'
                Block = { 1 | Invoke-TelemetryParallel a { 'ran' } -Function Get-None }
            }
            @{
                Name = 'an unknown module'; Id = 'ModuleNotFound'
                Block = { 1 | Invoke-TelemetryParallel a { 'ran' } -Module NoSuch.Module }
            }
            @{ Name = 'a missing file'; Id = 'ModuleNotFound'; Block = { 1 | Invoke-TelemetryParallel a { 'ran' } -Module ./none.psm1 } }
            @{
                Name = 'a module in memory'; Id = 'ModuleHasNoFile'
                Block = {
                    New-Module InMemory { } | Import-Module
                    try { 1 | Invoke-TelemetryParallel a { 'ran' } -Module InMemory } finally { Remove-Module InMemory }
                }
            }
            @{
                Name = 'a begin block'; Id = 'InvalidScriptBlock'
                Block = { 1 | Invoke-TelemetryParallel a { begin { 1 } process { 'ran' } } }
            }
            @{ Name = 'an end block'; Id = 'InvalidScriptBlock'; Block = { 1 | Invoke-TelemetryParallel a { end { 'ran' } } } }
            @{ Name = 'a wrong property'; Id = 'InvalidProperty'; Block = { 1 | Invoke-TelemetryParallel a { 'ran' } -MetadataProperty 1 } }
            @{
                Name = 'metadata with like keys'; Id = 'InvalidMetadata'
                Block = {
                    $table = [Collections.Specialized.OrderedDictionary]::new()
                    $table['key'] = $table['KEY'] = 1
                    1 | Invoke-TelemetryParallel a { 'ran' } -Metadata $table
                }
            }
        ) {
            $seen = Register-Queue 'a.*'
            $problem = Get-ErrorOf $Block

            $problem.Id | Should -Be $Id
            $problem.IsTerminating | Should -BeTrue
            $seen.Count | Should -Be 0
        }

        It 'ends with an error if a module fails in the workers' {
            $file = Join-Path $TestDrive Failing.psm1
            Set-Content $file 'throw "cannot start"'

            $problem = Get-ErrorOf { 1..3 | Invoke-TelemetryParallel a { 'ran' } -Module $file }

            $problem.Id, $problem.IsTerminating | Should -Be WorkerFailed, $true
            $problem.Message | Should -BeLike '*cannot start*'
        }
    }

    Context 'ends' {
        It 'stops the workers with Select-Object -First, without an error' {
            $before = @(Get-Runspace).Count
            $ran = [Collections.Concurrent.ConcurrentBag[int]]::new()

            1..500 | Invoke-TelemetryParallel job.item { ($using:ran).Add($_); $_ } -ThrottleLimit 2 |
                Select-Object -First 1 | Should -BeIn 1, 2
            $? | Should -BeTrue

            $ran.Count | Should -BeLessThan 500
            $until = [datetime]::UtcNow.AddMinutes(1)
            while (@(Get-Runspace).Count -gt $before -and [datetime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 50 }
            @(Get-Runspace).Count | Should -BeLessOrEqual $before
        }

        It 'leaves no session, handler and variable' {
            $before = @(Get-Runspace).Count
            function Get-Name { 1..4 | Invoke-TelemetryParallel job.item { $_ }; (Get-Variable -Scope Local).Name }
            function Get-PlainName { (Get-Variable -Scope Local).Name }

            @(Get-Name).Where({ $_ -isnot [int] }) | Sort-Object | Should -Be (Get-PlainName | Sort-Object)
            Get-TelemetryHandler | Should -BeNullOrEmpty
            $until = [datetime]::UtcNow.AddMinutes(1)
            while (@(Get-Runspace).Count -gt $before -and [datetime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 50 }
            @(Get-Runspace).Count | Should -BeLessOrEqual $before
        }
    }
}
