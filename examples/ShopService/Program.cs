using ShopService;
using Telemetry.AspNetCore;
using Telemetry.Extensions;
using Telemetry.Hosting;

// A web service whose operators handle its events by scripts, in the folder "handlers", while it runs.
// The engine of PowerShell reports its use to its makers unless this is set before the first session.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Shop>();
builder.Services.AddSingleton<Incidents>();
builder.Services.AddScoped<Customers>();

// Metrics and reporters are in appsettings.json.
builder.Services.AddTelemetry(builder.Configuration.GetSection("Telemetry"))
    .AddHandler<OrderArchive>("shop.order.*")
    .AddHandler<CustomerHandler>("shop.order.stop", options => options.Lifetime = ServiceLifetime.Scoped)
    .LogEvents(["shop.order.stop", "shop.order.exception"], LogLevel.Information, "Order {order} from {country} for {total}");

builder.Services.AddHandlerFolder(
    builder.Configuration["HandlerFolder"] ?? "handlers",
    (options, services) => options.Variables["Incidents"] = services.GetRequiredService<Incidents>());
builder.Services.AddHealthChecks().AddTelemetry();

WebApplication app = builder.Build();
app.MapPost("/orders", async (Order order, Shop shop) => Results.Ok(await shop.PlaceAsync(order)));
app.MapGet("/incidents", (Incidents incidents) => incidents.List());
app.MapHealthChecks("/health");
app.MapTelemetryMetrics();

await app.RunAsync();
