[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'The state of a session is tested.')]
param()

BeforeDiscovery {
    $ways = @(
        @{ Way = 'by the cmdlet'; Emit = 'Invoke-TelemetryEvent a 2>$null 3>$null' }
        @{ Way = 'by a handle'; Emit = '(Get-TelemetryEvent a).Execute() 2>$null 3>$null' }
    )
    $blocks = @(
        @{ Does = 'catches an error'; Block = "try { throw 'caught' } catch { }" }
        @{
            Does = 'catches the error of a command'
            Block = 'try { Get-Item /no/such/file -ErrorAction Stop } catch { $null = $Error[0] }'
        }
        @{ Does = 'silences an error'; Block = 'Get-Item /no/such/file -ErrorAction SilentlyContinue' }
        @{ Does = 'redirects an error'; Block = 'Get-Item /no/such/file 2>$null' }
        @{ Does = 'traps an error'; Block = 'trap { continue } 1 / 0' }
        @{ Does = 'fails without a command'; Block = '1 / 0' }
        @{ Does = 'fails in a command'; Block = 'Get-Item /no/such/file -ErrorAction Stop' }
    )
    $cases = foreach ($block in $blocks) { foreach ($way in $ways) { $block + $way } }
}

Describe 'The session of the emitter' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'S13 has no error more in $Error where a handler <Does>, emitted <Way>' -ForEach $cases {
        $run = Invoke-InFreshSession @"
            Register-TelemetryHandler h a { $Block }
            Write-Error 'mine' 2>`$null
            $Emit
            `$Error.Count
            "`$(`$Error[0])"
"@

        $run.Output | Should -Be 1, 'mine'
    }

    It 'S13 has the errors in $Error that a handler wrote, once each, emitted <Way>' -ForEach $ways {
        $run = Invoke-InFreshSession @"
            Register-TelemetryHandler h a { Write-Error 'first'; try { throw 'caught' } catch { }; Write-Error 'second' }
            Write-Error 'mine' 2>`$null
            $Emit
            `$Error | ForEach-Object { "`$_" }
"@

        $run.Output | Should -Be 'second', 'first', 'mine'
    }

    It 'S13 has the error in $Error once that came up through nested events' {
        $run = Invoke-InFreshSession @'
            Register-TelemetryHandler outer a { Invoke-TelemetryEvent b }
            Register-TelemetryHandler inner b { Write-Error soft }
            Invoke-TelemetryEvent a 2>$null
            $Error | ForEach-Object { "$_" }
'@

        $run.Output | Should -Be 'soft'
    }

    It 'S13 keeps $LASTEXITCODE, emitted <Way>' -ForEach $ways {
        $script = (New-Item (Join-Path $TestDrive exit.ps1) -Value 'exit 3' -Force).FullName
        $run = Invoke-InFreshSession @"
            Register-TelemetryHandler h a { & '$script'; if (`$LASTEXITCODE -ne 3) { throw 'not run' } }
            $Emit
            "none: `$LASTEXITCODE `$(Test-Path variable:global:LASTEXITCODE)"
            `$global:LASTEXITCODE = 7
            $Emit
            "`$LASTEXITCODE"
            @(Get-TelemetryHandler).Id
"@

        $run.Output | Should -Be 'none:  False', '7', 'h'
    }

    It 'S13 keeps its location and its stack of locations, emitted <Way>' -ForEach $ways {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'a [b] folder') -Force).FullName
        $run = Invoke-InFreshSession @"
            Set-Location -LiteralPath '$($folder.Replace("'", "''"))'
            Register-TelemetryHandler h a { Set-Location /; Push-Location Variable:; Push-Location Env: }
            $Emit
            `$PWD.Path -eq '$($folder.Replace("'", "''"))'
            (Get-Location -Stack).Count
            Set-Location Env:
            $Emit
            `$PWD.Path
            @(Get-TelemetryHandler).Id
"@

        $run.Output | Should -Be $true, 0, "Env:$([IO.Path]::DirectorySeparatorChar)", 'h'
    }

    It 'S13 keeps $? true where a handler met an error that it caught, emitted <Way>' -ForEach $ways {
        $run = Invoke-InFreshSession @"
            Register-TelemetryHandler h a { try { throw 'caught' } catch { }; Get-Item /no/such/file -ErrorAction Ignore }
            $Emit; `$?
"@

        $run.Output | Should -Be $true
    }
}

Describe 'The place of a handler' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $registering = [IO.Path]::GetFullPath((New-Item -ItemType Directory (Join-Path $TestDrive 'registering [1]') -Force).FullName)
        $there = [IO.Path]::GetFullPath((New-Item -ItemType Directory (Join-Path $TestDrive 'emitting [2]') -Force).FullName)
    }
    BeforeEach {
        Push-Location -LiteralPath $registering
        $seen = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        $other = [powershell]::Create()
        $null = $other.AddScript((Get-ImportCommand)).Invoke()
        $other.Commands.Clear()
    }
    AfterEach {
        Pop-Location
        $other.Runspace.Dispose()
        Clear-TelemetryHandler
    }

    It 'S15 is the emitter''s location, <What>, emitted <Way>' -ForEach @(
        foreach ($emit in 'Invoke-TelemetryEvent a', '(Get-TelemetryEvent a).Execute()') {
            @{
                What = 'for a block with commands'
                Way = $emit
                Block = { param($n, $m, $d, $c) $c.Enqueue((Get-Location).Path); Set-Location / }
            }
            @{ What = 'for one that reads $PWD only'; Way = $emit; Block = { param($n, $m, $d, $c) $c.Enqueue("$PWD") } }
        }
    ) {
        Register-TelemetryHandler h a $Block $seen

        $null = $other.AddScript("param(`$f) Set-Location -LiteralPath `$f; $Way; $Way; Set-Location /; $Way").AddArgument($there).Invoke()

        $seen.ToArray() | Should -Be $there, $there, ([IO.Path]::GetPathRoot($there))
    }

    It 'S15 is that of the session that registered it, <What>' -ForEach @(
        @{ What = 'where the emitter is in no folder'; Emit = { param($there) Set-Location Env:; Invoke-TelemetryEvent a } }
        @{ What = 'where the emitter''s folder is gone'; Emit = {
                param($there)
                $gone = (New-Item -ItemType Directory (Join-Path $there gone)).FullName
                Set-Location -LiteralPath $gone
                [IO.Directory]::Delete($gone)
                Invoke-TelemetryEvent a
            }
        }
    ) {
        Register-TelemetryHandler h a { param($n, $m, $d, $c) $c.Enqueue((Get-Location).Path) } $seen

        $null = $other.AddScript("$Emit").AddArgument($there).Invoke()

        $seen.ToArray() | Should -Be $registering
    }

    It 'S15 is that of the session that registered it, for a buffered handler' {
        Register-TelemetryHandler h a -Buffered { param($n, $m, $d, $c) $c.Enqueue((Get-Location).Path) } $seen

        Set-Location -LiteralPath $there
        Invoke-TelemetryEvent a
        Unregister-TelemetryHandler h

        $seen.ToArray() | Should -Be $registering
    }

    It 'S15 is that of the session that registered it, for its initialization script' {
        Register-TelemetryHandler h a { param($n, $m, $d, $c) $c.Enqueue($global:place) } $seen -InitializationScript {
            $global:place = (Get-Location).Path
        }

        $null = $other.AddScript('Set-Location /; Invoke-TelemetryEvent a').Invoke()

        $seen.ToArray() | Should -Be $registering
    }

    It 'S15 leaves the process''s own current directory alone' {
        $before = [Environment]::CurrentDirectory
        Register-TelemetryHandler h a { param($n, $m, $d, $c) $c.Enqueue([Environment]::CurrentDirectory); & { } } $seen

        $null = $other.AddScript('param($f) Set-Location -LiteralPath $f; Invoke-TelemetryEvent a').AddArgument($there).Invoke()

        $seen.ToArray() | Should -Be $before
        [Environment]::CurrentDirectory | Should -Be $before
    }
}
