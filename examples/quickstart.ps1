<#
.SYNOPSIS
    A first look at Telemetry: code says that something happened, handlers say what follows, and metrics keep the numbers.
.DESCRIPTION
    New-User registers users, and emits an event for each attempt. It knows nothing of the handler that writes a log, nor of the
    metrics that count. Each could be left out, and others added, without a change to New-User.

    Events emitted:

    my_cool_app.accounts.new_user.success - a user was registered
        Measurements: duration (TimeSpan)
        Metadata:     user

    my_cool_app.accounts.new_user.error - a user was refused
        Measurements: duration (TimeSpan)
        Metadata:     user, reason
.EXAMPLE
    ./examples/quickstart.ps1
#>
[CmdletBinding()]
param()

. "$PSScriptRoot/Import-Telemetry.ps1"

# 1. Where it happens: emit an event. Measurements are numbers and times; metadata says what they belong to.
$users = [Collections.Generic.HashSet[string]]::new([StringComparer]::OrdinalIgnoreCase)

function New-User([string] $Name) {
    $timer = [Diagnostics.Stopwatch]::StartNew()
    $reason = if ($Name -notmatch '^\w+$') { 'not a name' }
              elseif (-not $users.Add($Name)) { 'name is taken' }

    if ($reason) {
        Invoke-TelemetryEvent my_cool_app.accounts.new_user.error @{ duration = $timer.Elapsed } @{ user = $Name; reason = $reason }
    }
    else {
        Invoke-TelemetryEvent my_cool_app.accounts.new_user.success @{ duration = $timer.Elapsed } @{ user = $Name }
    }
}

# 2. Elsewhere: say what follows. A handler is given the event, and the object registered with it: here the writer that it
#    logs to. -Force replaces a handler left over from an earlier run.
$events = 'my_cool_app.accounts.new_user.success', 'my_cool_app.accounts.new_user.error'

Register-TelemetryHandler quickstart.log $events -Force -Config ([Console]::Out) -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Writer)

    $outcome = if ($Metadata.reason) { "refused: $($Metadata.reason)" } else { 'registered' }
    $Writer.WriteLine("[$EventName] '$($Metadata.user)' $outcome ($($Measurements.duration.TotalMilliseconds) ms)")
}

# 3. Or keep numbers only. A metric counts events or records their measurements, for each value of a tag.
Register-TelemetryMetric new_user.registered Counter -EventName my_cool_app.accounts.new_user.success -Force
Register-TelemetryMetric new_user.refused Counter -EventName my_cool_app.accounts.new_user.error -Tag reason -Force
Register-TelemetryMetric new_user.duration Summary -EventName $events -Unit millisecond -Force

# 4. Things happen. All handlers and metrics have run when Invoke-TelemetryEvent returns, so the numbers are complete.
try {
    'ada', 'grace', 'Ada', 'linus', 'not a name!' | ForEach-Object { New-User $_ }

    Get-TelemetryMetricValue new_user.*
}
finally {
    Unregister-TelemetryHandler quickstart.*
    Unregister-TelemetryMetric new_user.*
}
