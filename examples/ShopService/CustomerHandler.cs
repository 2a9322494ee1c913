using Telemetry;
using Telemetry.Extensions;

namespace ShopService;

/// <summary>A handler with a scoped dependency: each event has a scope of its own.</summary>
internal sealed class CustomerHandler(Customers customers) : ITelemetryHandler
{
    public void Handle(in EventData data)
    {
        if (data.TryGetMetadata("customer", out MetadataValue customer))
        {
            customers.AddOrder(customer.ToString());
        }
    }
}
