Describe 'Events of other processes' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $module = (Get-Module Telemetry).Path
    }

    AfterEach {
        Clear-TelemetryHandler
        Get-Job | Remove-Job -Force
    }

    Context 'Receive-TelemetryEvent' {
        It 'emits the events of a job here, in their order, with the metadata of -As' {
            $calls = Register-Recorder 'sync.*'

            $output = Start-Job {
                Import-Module $using:module
                Send-TelemetryEvent 'sync.*' {
                    'before'
                    Invoke-TelemetryEvent sync.file @{ bytes = 12; took = [timespan]::FromSeconds(3) } @{ name = 'a.txt' }
                    Invoke-TelemetryEvent other.file
                    Invoke-TelemetryEvent sync.file @{ bytes = 1.5 } @{ name = 'b.txt' }
                }
            } | Receive-TelemetryEvent -As @{ host = 'web1' }

            $output | Should -Be before
            $calls.EventName | Should -Be sync.file, sync.file
            $calls[0].Measurements.bytes, $calls[0].Measurements.took | Should -Be 12, ([timespan]::FromSeconds(3))
            $calls[1].Measurements.bytes | Should -Be 1.5
            @($calls).ForEach({ $_.Metadata.name }) | Should -Be a.txt, b.txt
            @($calls).ForEach({ $_.Metadata.host }) | Should -Be web1, web1
        }

        It 'keeps the types of values' {
            $calls = Register-Recorder a
            $values = {
                @{
                    int = 1; long = 5000000000; double = 1.5; decimal = 1.5d; bool = $true; text = "line`nbreak"; none = $null
                    span = [timespan]::FromTicks(7); time = [datetime]::new(2026, 1, 2, 3, 4, 5, [DateTimeKind]::Utc)
                    guid = [guid]'7c9e6679-7425-40de-944b-e07fc1f90ae7'; version = [version]'1.2'; uri = [uri]'http://a/b'
                    list = 1, 'two', @(3, 4); table = @{ a = @{ b = 1 } }; day = [DayOfWeek]::Friday
                }
            }

            Start-Job {
                Import-Module $using:module
                Send-TelemetryEvent { Invoke-TelemetryEvent a @{} (& ([scriptblock]::Create($using:values))) }
            } | Receive-TelemetryEvent

            $got = $calls[0].Metadata
            $expected = & $values
            foreach ($key in 'int', 'long', 'double', 'decimal', 'bool', 'text', 'none', 'span', 'time', 'guid', 'version', 'uri') {
                $got[$key] | Should -BeExactly $expected[$key] -Because $key
                if ($null -ne $expected[$key]) { $got[$key] | Should -BeOfType $expected[$key].GetType() -Because $key }
            }

            $got['time'].Kind | Should -Be Utc
            $got['list'][0..1] | Should -Be 1, two
            $got['list'][2] | Should -Be 3, 4
            $got['table']['a']['b'] | Should -Be 1
            $got['day'] | Should -BeExactly Friday
        }

        It 'does not send secrets, and survives objects whose text fails' {
            $calls = Register-Recorder a

            Start-Job {
                Import-Module $using:module
                Add-Type 'public class Bad { public override string ToString() { throw new System.Exception("no text"); } }'
                $secret = [Net.NetworkCredential]::new('', 'hidden').SecurePassword
                $cycle = @{}
                $cycle.self = $cycle
                Send-TelemetryEvent { Invoke-TelemetryEvent a @{} @{ bad = [Bad]::new(); secret = $secret; cycle = $cycle } }
            } | Receive-TelemetryEvent

            $calls[0].Metadata.bad | Should -BeExactly Bad
            $calls[0].Metadata.secret | Should -BeExactly System.Security.SecureString
            $calls[0].Metadata.cycle.self | Should -Not -BeNullOrEmpty
        }

        It 'shows the errors of the job, which is started in the same pipeline' {
            $streams = Get-StreamsOf {
                Start-Job {
                    Import-Module $using:module
                    Send-TelemetryEvent { Write-Error broken; Invoke-TelemetryEvent a }
                } | Receive-TelemetryEvent
            }

            $streams.Error | Should -Be broken
            $streams.Output | Should -BeNullOrEmpty
        }

        It 'shows the warnings of the job, where Receive-Job shows them' {
            $run = Invoke-FreshPwsh "$(Get-ImportCommand); Start-Job { Write-Warning careful } | Receive-TelemetryEvent"

            $run.Lines | Should -Be 'WARNING: careful'
        }

        It 'emits the events of several jobs, each while it runs' {
            $calls = Register-Recorder 'n.*'

            # Each of the two ends only if the event of the other was heard.
            1..2 | ForEach-Object {
                $own, $other = (Join-Path $TestDrive "n.$_"), (Join-Path $TestDrive "n.$(3 - $_)")
                Register-TelemetryHandler "mark$_" "n.$_" -Config $own { $null = New-Item $args[3] }
                Start-Job {
                    Import-Module $using:module
                    Send-TelemetryEvent {
                        Invoke-TelemetryEvent "n.$using:_"
                        $until = [datetime]::UtcNow.AddMinutes(2)
                        while (-not (Test-Path $using:other) -and [datetime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 20 }
                        Invoke-TelemetryEvent "n.$using:_.heard" @{} @{ heard = Test-Path $using:other }
                    }
                }
            } | Receive-TelemetryEvent

            @($calls).Where({ $_.EventName -like '*.heard' }).ForEach({ $_.Metadata.heard }) | Should -Be $true, $true
        }

        It 'emits while the job runs' {
            $file = Join-Path $TestDrive go
            Register-TelemetryHandler go a -Config $file { $null = New-Item $args[3] }

            # The job ends only if its event was heard here.
            $output = Start-Job {
                Import-Module $using:module
                Send-TelemetryEvent {
                    Invoke-TelemetryEvent a
                    $until = [datetime]::UtcNow.AddMinutes(2)
                    while (-not (Test-Path $using:file) -and [datetime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 20 }
                    Test-Path $using:file
                }
            } | Receive-TelemetryEvent

            $output | Should -BeTrue
        }

        It 'deletes the job with -AutoRemoveJob, and keeps it otherwise' {
            Start-Job { 1 } | Receive-TelemetryEvent | Should -Be 1
            (Get-Job).State | Should -Be Completed
            Get-Job | Remove-Job

            Start-Job { 1 } | Receive-TelemetryEvent -AutoRemoveJob | Should -Be 1
            Get-Job | Should -BeNullOrEmpty
        }

        It 'takes the output of a job, and of several processes, from the pipeline' {
            $calls = Register-Recorder a

            1..3 | ForEach-Object {
                Start-Job {
                    Import-Module $using:module
                    Send-TelemetryEvent { Invoke-TelemetryEvent a @{ n = $using:_ } }
                }
            } | Receive-Job -Wait -AutoRemoveJob | Receive-TelemetryEvent

            @($calls).ForEach({ $_.Measurements.n }) | Sort-Object | Should -Be 1, 2, 3
        }

        It 'emits what a file has kept' {
            $calls = Register-Recorder a
            $file = Join-Path $TestDrive events.xml
            $send = "Send-TelemetryEvent { Invoke-TelemetryEvent a @{ n = 7 } } | Export-Clixml '$file'"
            $null = Invoke-FreshPwsh "$(Get-ImportCommand); $send"

            Import-Clixml $file | Receive-TelemetryEvent

            @($calls).ForEach({ $_.Measurements.n }) | Should -Be 7
        }

        It 'counts each event of parallel work in the job once' {
            $count = [ref] 0
            Register-TelemetryHandler count item.done -Config $count { $args[3].Value++ }

            Start-Job {
                Import-Module $using:module
                $path = $using:module
                Send-TelemetryEvent item.* {
                    1..200 | ForEach-Object -ThrottleLimit 8 -Parallel { Import-Module $using:path; Invoke-TelemetryEvent item.done }
                    1..50 | ForEach-Object { Invoke-TelemetryEvent item.done }
                }
            } | Receive-TelemetryEvent

            $count.Value | Should -Be 250
        }

        It 'ends when the pipeline has enough, and leaves nothing in the job' {
            $job = Start-Job {
                Import-Module $using:module
                Send-TelemetryEvent { Invoke-TelemetryEvent a; 'one'; Start-Sleep 600 }
            }

            $job | Receive-TelemetryEvent | Select-Object -First 1 | Should -Be one

            $job.State | Should -Be Running
        }

        It 'warns once of events of this process, and does not emit them twice' {
            $calls = Register-Recorder a

            $streams = Get-StreamsOf {
                Send-TelemetryEvent { Invoke-TelemetryEvent a; Invoke-TelemetryEvent a } | Receive-TelemetryEvent
            }

            $calls.Count | Should -Be 2
            @($streams.Warning).Count | Should -Be 1
        }

        It 'writes an error for an object that is damaged, and goes on' {
            $calls = Register-Recorder a
            $bad = [pscustomobject]@{ PSTypeName = 'Telemetry.SentEvent'; EventName = 'a..b'; Origin = 'x' }
            $worse = [pscustomobject]@{ PSTypeName = 'Telemetry.SentEvent'; EventName = 'a'; Measurements = @{ n = 'many' }; Origin = 'x' }
            $good = [pscustomobject]@{ PSTypeName = 'Telemetry.SentEvent'; EventName = 'a'; Measurements = @{ n = 1 }; Origin = 'x' }

            $first = Get-ErrorOf { $bad, $good | Receive-TelemetryEvent }
            $second = Get-ErrorOf { $worse, $good | Receive-TelemetryEvent }

            $first.Id, $second.Id | Should -Be InvalidSentEvent, InvalidSentEvent
            $first.IsTerminating | Should -BeFalse
            $first.Message | Should -BeLike '*Send-TelemetryEvent*'
            @($calls).ForEach({ $_.Measurements.n }) | Should -Be 1, 1
        }

        It 'writes other objects, null among them, as they are' {
            $output = @(1, $null, 'x' | Receive-TelemetryEvent)

            $output.Count | Should -Be 3
            $output[0], $output[1], $output[2] | Should -Be 1, $null, x
        }

        It 'adds the name of the computer' {
            $calls = Register-Recorder a
            $sent = [pscustomobject]@{ PSTypeName = 'Telemetry.SentEvent'; EventName = 'a'; Origin = 'x'; PSComputerName = 'web7' }

            $sent | Receive-TelemetryEvent -ComputerNameAs host

            $calls[0].Metadata.host | Should -BeExactly web7
        }
    }

    Context 'Spans' {
        It 'the outermost spans become parts of the one that is open here, and keep their own parts' {
            $events = Trace-TelemetryEvent 'deploy.*', 'step.*' {
                Invoke-TelemetrySpan deploy.run {
                    Start-Job {
                        Import-Module $using:module
                        Send-TelemetryEvent 'step.*' {
                            Invoke-TelemetrySpan step.outer { Invoke-TelemetrySpan step.inner { Invoke-TelemetryEvent step.note } }
                        }
                    } | Receive-TelemetryEvent
                }
            }

            $ids = @{}
            $events.Where({ $_.EventName -like '*.start' }).ForEach({ $ids[$_.EventName] = $_.Metadata['telemetry_span_context'] })
            $parent = @{}
            @($events).ForEach({ $parent["$($_.EventName)"] = $_.Metadata['telemetry_span_parent'] })
            $parent['step.outer.start'], $parent['step.outer.stop'] | Should -Be $ids['deploy.run.start'], $ids['deploy.run.start']
            $parent['step.inner.start'] | Should -Be $ids['step.outer.start']
            $parent['step.note'] | Should -Be $ids['step.inner.start']
        }

        It 'and their events have their places in the tree of a trace' {
            $tree = Trace-TelemetryEvent 'deploy.*', 'step.*' {
                Invoke-TelemetrySpan deploy.run {
                    Start-Job {
                        Import-Module $using:module
                        Send-TelemetryEvent 'step.*' {
                            Invoke-TelemetrySpan step.outer { Invoke-TelemetrySpan step.inner { Invoke-TelemetryEvent step.note } }
                        }
                    } | Receive-TelemetryEvent
                }
            } | Format-TelemetryTree

            @($tree).ForEach({ "$($_.Depth) $($_.Name)" }) | Should -Be '0 deploy.run', '1 step.outer', '2 step.inner', '3 step.note'
        }

        It 'have contexts that none of this process and of another job has' {
            $contexts = Trace-TelemetryEvent 's.start' {
                Invoke-TelemetrySpan s {}
                1..2 | ForEach-Object {
                    Start-Job { Import-Module $using:module; Send-TelemetryEvent { Invoke-TelemetrySpan s {} } } | Receive-TelemetryEvent
                }
            } | ForEach-Object { "$($_.Metadata['telemetry_span_context'])" }

            $contexts.Count | Should -Be 3
            ($contexts | Sort-Object -Unique).Count | Should -Be 3
        }

        It '-Parent hands over a span that is not open here' {
            $events = Trace-TelemetryEvent s.start, run.start {
                $span = Start-TelemetrySpan run
                Start-Job { Import-Module $using:module; Send-TelemetryEvent { Invoke-TelemetrySpan s {} } } |
                    Receive-TelemetryEvent -Parent $span
                $span | Stop-TelemetrySpan
            }

            $events[1].Metadata['telemetry_span_parent'] | Should -Be $events[0].Metadata['telemetry_span_context']
        }

        It 'bring the exception of a failed one with its type, message and text' {
            $calls = Register-Recorder s.exception

            Start-Job {
                Import-Module $using:module
                Send-TelemetryEvent {
                    try { Invoke-TelemetrySpan s { throw [IO.FileNotFoundException]::new('no such report') } } catch { 'caught' }
                }
            } | Receive-TelemetryEvent | Should -Be caught

            $reason = $calls[0].Metadata['reason']
            $reason | Should -BeOfType ([Management.Automation.RemoteException])
            $reason.Message | Should -BeExactly 'no such report'
            $reason.TypeName | Should -BeExactly System.IO.FileNotFoundException
            "$reason" | Should -BeLike '*FileNotFoundException*no such report*'
        }
    }

    Context 'Send-TelemetryEvent' {
        It 'writes the rest and then the error of a block that throws' {
            $seen = [Collections.Generic.List[object]]::new()

            { Send-TelemetryEvent { Invoke-TelemetryEvent a; throw 'end' } | ForEach-Object { $seen.Add($_.EventName) } } |
                Should -Throw end

            $seen | Should -Be a
            Get-TelemetryHandler | Should -BeNullOrEmpty
        }

        It 'ends with the pipeline, wherever it is stopped' {
            Send-TelemetryEvent { 1..100 | ForEach-Object { Invoke-TelemetryEvent a; $_ } } | Select-Object -First 3 | Should -HaveCount 3

            Get-TelemetryHandler | Should -BeNullOrEmpty
        }

        It 'refuses an invalid pattern before the block runs' {
            $failure = Get-ErrorOf { Send-TelemetryEvent 'a..b' { throw 'ran' } }

            $failure.Id, $failure.IsTerminating | Should -Be InvalidEventName, $true
        }
    }
}
