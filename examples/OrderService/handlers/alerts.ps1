<#
.SYNOPSIS
    Writes a line to the alert log for every order that was slow, and every payment that failed.
.DESCRIPTION
    The program gives $Alerts, a writer, and $Totals; both are safe to use from many threads at once.
#>
$slow = @{ Log = $Alerts; Totals = $Totals; Limit = 250 }   # milliseconds
Register-TelemetryHandler alerts.slow orders.place.stop -Config $slow -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Config)

    $took = $Measurements.duration.TotalMilliseconds
    if ($took -gt $Config.Limit) {
        $Config.Log.WriteLine("SLOW order $($Metadata.order_id) of $($Metadata.customer) took $([int] $took) ms")
        $Config.Totals.Add('slow alerts', 1)
    }
}

Register-TelemetryHandler alerts.failed orders.payment.stop -Config @{ Log = $Alerts; Totals = $Totals } -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Config)

    if ($Metadata.error) {
        $Config.Log.WriteLine("FAILED order $($Metadata.order_id) of $($Metadata.customer): $($Metadata.error)")
        $Config.Totals.Add('failure alerts', 1)
    }
}
