<#
.SYNOPSIS
    Counts orders, and adds up revenue, by country.
.DESCRIPTION
    The program gives $Totals, which is safe to use from many threads at once. A handler runs on the thread that emits and
    sees nothing of this script but its parameters, so what it needs goes to it as -Config.
#>
Register-TelemetryHandler totals.orders orders.place.stop -Config $Totals -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Totals)

    $Totals.Add("$($Metadata.country) orders", 1)
}

Register-TelemetryHandler totals.revenue orders.payment.stop -Config $Totals -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Totals)

    if ($Metadata.error) {
        $Totals.Add("$($Metadata.country) failed", 1)
    }
    else {
        $Totals.Add("$($Metadata.country) revenue", $Measurements.amount)
    }
}
