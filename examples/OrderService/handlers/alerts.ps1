<#
.SYNOPSIS
    Writes a line to the alert log for every order that was slow, and every payment that failed.
.DESCRIPTION
    The program gives $Alerts, a writer that is safe to use from many threads at once. A handler runs on the thread that emits and
    sees nothing of this script but its parameters, so what it needs is passed to it as -Config.
#>
$slow = @{ Log = $Alerts; Limit = 250 }   # milliseconds
Register-TelemetryHandler alerts.slow orders.place.stop -Config $slow -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Config)

    $took = $Measurements.duration.TotalMilliseconds
    if ($took -gt $Config.Limit) {
        $Config.Log.WriteLine("SLOW order $($Metadata.order_id) of $($Metadata.customer) took $([int] $took) ms")
    }
}

Register-TelemetryHandler alerts.failed orders.payment.stop -Config $Alerts -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Log)

    if ($Metadata.error) {
        $Log.WriteLine("FAILED order $($Metadata.order_id) of $($Metadata.customer): $($Metadata.error)")
    }
}
