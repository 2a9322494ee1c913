<#
.SYNOPSIS
    Reports orders that have to go through customs.
.DESCRIPTION
    It fails at an order from a country that is not in its table: the failure is logged, the handler is detached and /health is degraded,
    while orders are served as before. Add the country below, and save: the handler is attached again.
#>
$table = @{ Incidents = $Incidents; HasCustoms = @{ AT = $false; DE = $false; CH = $true } }
Register-TelemetryHandler customs shop.order.stop -Config $table -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Config)

    $country = $Metadata.country
    if (-not $Config.HasCustoms.ContainsKey($country)) {
        throw "The country '$country' is not in the table."
    }

    if ($Config.HasCustoms[$country]) {
        $Config.Incidents.Report("Customs for order $($Metadata.order) to $country")
    }
}
