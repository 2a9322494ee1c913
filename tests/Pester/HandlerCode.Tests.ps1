Describe 'The code of a handler' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    BeforeEach {
        $seen = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        $other = [powershell]::Create()
        $null = $other.AddScript((Get-ImportCommand)).Invoke()
        $other.Commands.Clear()
        $elsewhere = { param($Script = 'Invoke-TelemetryEvent a') $other.Commands.Clear(); $null = $other.AddScript($Script).Invoke() }
    }
    AfterEach {
        $other.Runspace.Dispose()
        Clear-TelemetryHandler
    }

    It 'S03 may define a class with a constructor, <Where>, for events from home and elsewhere' -ForEach @(
        @{ Where = 'in the block'; Init = $null; Block = { param($n, $m, $d, $c)
                class Point {
                    [int] $X
                    Point([int] $x) { $this.X = $x }
                    [string] Text() { return "x = $($this.X)" }
                }
                $c.Enqueue([Point]::new(7).Text()) } }
        @{ Where = 'in the initialization script'; Init = {
                class Far {
                    [int] $X
                    Far([int] $x) { $this.X = $x }
                    [string] Text() { return "x = $($this.X)" }
                }
                function Get-Text { [Far]::new(7).Text() } }; Block = { param($n, $m, $d, $c) $c.Enqueue((Get-Text)) } }
    ) {
        function Get-Text { 'x = 7' }
        $options = if ($Init) { @{ InitializationScript = $Init } } else { @{ } }
        Register-TelemetryHandler h a $Block $seen @options

        Invoke-TelemetryEvent a
        & $elsewhere
        1..2 | ForEach-Object { & $elsewhere }

        $seen.ToArray() | Should -Be (@('x = 7') * 4)
        (Get-TelemetryHandler).Id | Should -Be 'h'
    }

    It 'S03 may call methods of its classes in many copies at once' -Skip:($PSEdition -eq 'Desktop') {
        $results = [Collections.Concurrent.ConcurrentDictionary[string, int]]::new()
        Register-TelemetryHandler h a -Config $results -ScriptBlock {
            param($EventName, $Measurements, $Metadata, $Results)

            class Sum {
                [int] $Total
                Sum([int] $start) { $this.Total = $start }
                [int] UpTo([int] $n) { foreach ($i in 1..$n) { $this.Add($i) }; return $this.Total }
                [void] Add([int] $i) { $this.Total += $i }
            }
            $difference = [Sum]::new(0).UpTo($Measurements.n) - $Measurements.n * ($Measurements.n + 1) / 2
            $null = $Results.AddOrUpdate("$difference", 1, [Func[string, int, int]] { param($k, $v) $v + 1 })
        }
        $emitted = Get-TelemetryEvent a

        1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
            $handle = $using:emitted
            foreach ($i in 1..100) { $handle.Execute(@{ n = $i % 20 + 1 }) }
        }

        (Get-TelemetryHandler).Id | Should -Be 'h'
        @($results.Keys) | Should -Be '0'
        $results['0'] | Should -Be 800
    }

    It 'S06 names its own file and line in an error of a class, emitted elsewhere' {
        $file = Join-Path $TestDrive class.ps1
        Set-Content $file @'
using namespace System.Text

Register-TelemetryHandler h a {
    class Bad {
        [StringBuilder] $B
        Bad() { throw 'boom' }
    }
    [Bad]::new() }
'@
        & $file

        & $elsewhere

        "$($other.Streams.Warning)" | Should -BeLike "*boom*class.ps1: line 6)"
    }

    It 'S05 has the default value of a parameter where no -Config was given, emitted at home and elsewhere' {
        Register-TelemetryHandler given a { param($n, $m, $d, $c = 'default') $d.q.Enqueue("given: $c") } 'config'
        Register-TelemetryHandler none a { param($n, $m, $d, $c = 'default') $d.q.Enqueue("none: $c") }
        Register-TelemetryHandler all a { $d = $args[2]; $d.q.Enqueue("all: $($args.Count)") }

        Invoke-TelemetryEvent a -Metadata @{ q = $seen }
        $null = $other.AddScript('param($q) Invoke-TelemetryEvent a -Metadata @{ q = $q }').AddArgument($seen).Invoke()

        $seen.ToArray() | Should -Be (@('given: config', 'none: default', 'all: 4') * 2)
    }

    It 'S10 runs once, unregistering itself before it emits its own event, emitted <Where>' -ForEach @(
        @{ Where = 'at home' }
        @{ Where = 'elsewhere' }
    ) {
        Register-TelemetryHandler once a {
            param($n, $m, $d, $c)

            Unregister-TelemetryHandler once
            $c.Enqueue($n)
            Invoke-TelemetryEvent a
        } $seen

        if ($Where -eq 'at home') { Invoke-TelemetryEvent a; Invoke-TelemetryEvent a } else { & $elsewhere; & $elsewhere }

        $seen.ToArray() | Should -Be 'a'
    }
}
