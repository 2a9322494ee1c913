# Calculates the price of an order, in cents. Its span is a part of the trace in which the program runs the script.
param($Id, $Items)

Invoke-TelemetrySpan order.price -Metadata @{ order = $Id } {
    if ($Items -eq 0) { throw "Order $Id has no items." }

    $price = $Items * 250 + $Id
    $_.Measurements.price = $price
    $price
}
