# What the tests of the module Telemetry.OpenTelemetry share, besides the receiver.
Import-Module "$PSScriptRoot/Common.psm1"
Import-Module "$PSScriptRoot/OtlpReceiver.psm1" -Global

$output = Get-RepositoryPath output
$pathBefore = $null

<#
.SYNOPSIS
    Whether the module can run here, and there is a receiver.
#>
function Test-Otlp {
    (Test-OpenTelemetryModule) -and (Test-OtlpReceiver)
}

<#
.SYNOPSIS
    Imports the module by its name, as users do: it finds the one that it needs.
#>
function Import-Otlp {
    if ($env:PSModulePath -notlike "$output*") {
        $script:pathBefore = $env:PSModulePath
        $env:PSModulePath = $output + [IO.Path]::PathSeparator + $env:PSModulePath
    }

    Import-Module Telemetry.OpenTelemetry -Global
    if (-not ('Telemetry.Tests.Notices' -as [type])) {
        Add-Type -ReferencedAssemblies (Get-RepositoryPath output/Telemetry/Telemetry.Reporters.dll), netstandard, System.Runtime,
            System.Collections.Concurrent -TypeDefinition @'
            namespace Telemetry.Tests
            {
                public sealed class Notices
                {
                    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _all = new();

                    public Notices(Telemetry.Reporters.Reporter reporter) =>
                        reporter.Noticed += (_, notice) => _all.Enqueue(notice.Message);

                    public string[] All => _all.ToArray();
                }
            }
'@
    }
}

<#
.SYNOPSIS
    Removes the module, with which other tests cannot remove the one that it requires.
#>
function Remove-Otlp {
    Remove-Module Telemetry.OpenTelemetry -ErrorAction Ignore
    if ($script:pathBefore) { $env:PSModulePath = $script:pathBefore }
    $script:pathBefore = $null
}

<#
.SYNOPSIS
    Starts a reporter that reports when a test asks for it, on a machine that takes its time.
#>
function Start-Otlp {
    $common = @{ Interval = '1h'; Timeout = '60s'; WarningAction = 'SilentlyContinue' }
    Start-TelemetryOtlpReporter @args @common
}

<#
.SYNOPSIS
    The reporter of a name, with FlushNow() and what it shows as warnings in Notices.
#>
function Get-OtlpReporter([string] $Name = 'otlp') {
    $reporter = [Telemetry.Reporters.Reporter]::List().Where({ $_.Name -eq $Name })[0]
    $reporter |
        Add-Member -NotePropertyName Notices -NotePropertyValue ([Telemetry.Tests.Notices]::new($reporter)) -PassThru -Force |
        Add-Member ScriptMethod FlushNow { $this.FlushAsync([timespan]::FromMinutes(2)).Result } -PassThru -Force
}

Export-ModuleMember -Function Test-Otlp, Import-Otlp, Remove-Otlp, Start-Otlp, Get-OtlpReporter
