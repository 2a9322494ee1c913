Describe 'Invoke-TelemetrySpan -FailOnNativeError' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        # A program that ends with the code that it is given.
        $shell = (Get-Process -Id $PID).Path
        function Get-EndOf([scriptblock] $Block) {
            Trace-TelemetryEvent 'build.*' { Invoke-TelemetrySpan build -FailOnNativeError $Block 2> $null } | Select-Object -Last 1
        }

        if ($IsWindows -or -not (Get-Variable IsWindows -ErrorAction Ignore)) {
            function Exit-Program($Code) { cmd /c "exit $Code" }
        } else {
            function Exit-Program($Code) { sh -c "exit $Code" }
        }

        $hasNativeErrors = $PSVersionTable.PSVersion -ge [version] '7.4'
    }

    AfterEach { $global:LASTEXITCODE = 0 }

    It 'fails the span by the exit code of a program, and the script goes on' {
        $output = [Collections.Generic.List[object]]::new()

        $end = Get-EndOf { Exit-Program 3; $output.Add('on') }

        $end.EventName | Should -Be build.exception
        $end.Metadata['exit_code'] | Should -Be 3
        $end.Metadata['reason'].Message | Should -BeLike '*exit code*3*'
        $output | Should -Be on
        $LASTEXITCODE | Should -Be 3
    }

    It 'fails the span by a program that is not the last one' -Skip:($PSVersionTable.PSVersion -lt [version] '7.4') {
        $end = Get-EndOf { Exit-Program 0; Exit-Program 4; Exit-Program 5; Exit-Program 0 }

        $end.EventName, $end.Metadata['exit_code'] | Should -Be build.exception, 4
    }

    It 'writes an error for the program in the block, which a try with Stop catches' -Skip:($PSVersionTable.PSVersion -lt [version] '7.4') {
        $errors = @(Invoke-TelemetrySpan build -FailOnNativeError { Exit-Program 3 } 2>&1)
        $errors[0] | Should -BeOfType ([Management.Automation.ErrorRecord])

        $end = Get-EndOf {
            $ErrorActionPreference = 'Stop'
            try { Exit-Program 6 } catch { $caught = $_ }
            $caught | Should -Not -BeNullOrEmpty
        }
        $end.Metadata['exit_code'] | Should -Be 6
    }

    It 'ends the block at the program where errors stop it' -Skip:($PSVersionTable.PSVersion -lt [version] '7.4') {
        $ran = [Collections.Generic.List[object]]::new()
        $events = [Collections.Generic.List[object]]::new()
        Register-TelemetryHandler end 'build.*' -Config $events { $args[3].Add($_) }
        try {
            $ErrorActionPreference = 'Stop'
            { Invoke-TelemetrySpan build -FailOnNativeError { Exit-Program 7; $ran.Add(1) } } | Should -Throw '*exit code*7*'
        }
        finally {
            Clear-TelemetryHandler
        }

        $ran | Should -BeNullOrEmpty
        $events[-1].EventName, $events[-1].Metadata['exit_code'] | Should -Be build.exception, 7
    }

    It 'does not fail by an exit code of before, nor by a program that succeeds' {
        Exit-Program 9
        (Get-EndOf { 'no program' }).EventName | Should -Be build.stop

        Exit-Program 9
        (Get-EndOf { Exit-Program 0 }).EventName | Should -Be build.stop
    }

    It 'fails by the same exit code as that of before' {
        Exit-Program 9

        (Get-EndOf { Exit-Program 9 }).EventName | Should -Be build.exception
    }

    It 'fails by the exit of a script that it calls' {
        $script = Join-Path $TestDrive exit.ps1
        Set-Content $script 'exit 8'

        $end = Get-EndOf { & $script }

        $end.EventName, $end.Metadata['exit_code'] | Should -Be build.exception, 8
    }

    It 'changes nothing without the switch, nor outside of the block' {
        $events = Trace-TelemetryEvent 'build.*' { Invoke-TelemetrySpan build { Exit-Program 3 } }

        $events[-1].EventName | Should -Be build.stop
        $events[-1].Metadata.Contains('exit_code') | Should -BeFalse
        if ($hasNativeErrors) {
            $before = $PSNativeCommandUseErrorActionPreference
            $null = Get-EndOf { Exit-Program 1 }
            $PSNativeCommandUseErrorActionPreference | Should -Be $before
        }
    }

    It 'keeps the measurements and metadata that the block added' {
        $end = Get-EndOf { $_.Measurements.files = 4; $_.Metadata.target = 'web'; Exit-Program 2 }

        $end.Measurements.files, $end.Metadata['target'], $end.Metadata['exit_code'] | Should -Be 4, web, 2
    }
}
