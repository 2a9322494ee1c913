<#
.SYNOPSIS
    A first look at Telemetry: code says that something happened, and handlers say what follows.
.DESCRIPTION
    New-User registers users, and emits an event for each attempt. It knows nothing of the two handlers: one writes a log,
    the other one counts. Either could be left out, and others added, without a change to New-User.

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
#    logs to, and the table that it counts in. -Force replaces a handler left over from an earlier run.
$events = 'my_cool_app.accounts.new_user.success', 'my_cool_app.accounts.new_user.error'

Register-TelemetryHandler quickstart.log $events -Force -Config ([Console]::Out) -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Writer)

    $outcome = if ($Metadata.reason) { "refused: $($Metadata.reason)" } else { 'registered' }
    $Writer.WriteLine("[$EventName] '$($Metadata.user)' $outcome ($($Measurements.duration.TotalMilliseconds) ms)")
}

$counts = @{}
Register-TelemetryHandler quickstart.count $events -Force -Config $counts -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Counts)

    $Counts[$EventName]++
}

# 3. Things happen. Every handler has run when Invoke-TelemetryEvent returns, so the counts are complete.
try {
    'ada', 'grace', 'Ada', 'linus', 'not a name!' | ForEach-Object { New-User $_ }

    ''
    "Registered: $($counts['my_cool_app.accounts.new_user.success'])"
    "Refused:    $($counts['my_cool_app.accounts.new_user.error'])"
}
finally {
    Unregister-TelemetryHandler quickstart.*
}
