return await Marketplace.Tool.Mkt.Run(args);
