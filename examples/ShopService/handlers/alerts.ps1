<#
.SYNOPSIS
    Reports large orders.
.DESCRIPTION
    The program gives $Incidents, which is safe to use from many threads at once. A handler runs on the thread of the request and sees
    nothing of this script but its parameters, so what it needs is passed to it as -Config. A change of the file takes effect at once.
#>
$large = @{ Incidents = $Incidents; Limit = 500 }
Register-TelemetryHandler alerts.large shop.order.stop -Config $large -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Config)

    if ($Measurements.total -ge $Config.Limit) {
        $Config.Incidents.Report("Large order $($Metadata.order) of $($Metadata.customer): $($Measurements.total)")
    }
}
